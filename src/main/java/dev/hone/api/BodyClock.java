package dev.hone.api;

import dev.hone.api.connection.ConnectionLimits;
import dev.hone.api.connection.FilterOrder;
import dev.hone.api.connection.Guard;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;

/**
 * Ends a request whose body isn't whole in {@code hone.limits.body-timeout}, by a problem where its
 * answer hasn't begun. A body that is a stream may take as long as it likes: there the time counts
 * between its bytes, and only while its reader asks for more ({@link #hold}, {@link #ask}).
 */
@ApplicationScoped
public class BodyClock {

  /** Paths whose bodies are streams. */
  private static final Set<String> STREAMS = Set.of("/v1/refinements/batch");

  private static final String DEMAND = "hone.body-demand";
  private static final String TIMER = "hone.body-timer";

  private final ErrorForms forms;
  private final Duration bound;

  BodyClock(ErrorForms forms, ConnectionLimits limits) {
    this.forms = forms;
    this.bound = limits.bodyTimeout();
  }

  void register(@Observes Filters filters) {
    filters.register(this::watch, FilterOrder.BODY_CLOCK);
  }

  /**
   * The reader of a streamed body wants none of it for now, as at first; its client may be silent.
   */
  static void hold(RoutingContext request) {
    request.put(DEMAND, new Demand(null, System.nanoTime()));
  }

  /**
   * It wants more, from now on.
   *
   * @param tooSlow ends the answer, if that has begun by the time that it is called
   */
  static void ask(RoutingContext request, Runnable tooSlow) {
    request.put(DEMAND, new Demand(tooSlow, System.nanoTime()));
  }

  /**
   * The body is whole. To be said of one that was read to its end: a request whose input is paused
   * with nothing left in it doesn't say that it has ended. From any thread.
   */
  static void stop(RoutingContext request) {
    Long timer = request.get(TIMER);
    if (timer != null) {
      request.vertx().cancelTimer(timer);
    }
  }

  /**
   * @param tooSlow null where nothing is asked for
   */
  private record Demand(Runnable tooSlow, long since) {}

  private void watch(RoutingContext request) {
    boolean stream = STREAMS.contains(request.normalizedPath());
    if (stream || mayHaveABody(request.request())) {
      hold(request);
      look(request, stream, bound);
      request.addEndHandler(ended -> stop(request));
    }
    request.next();
  }

  private static boolean mayHaveABody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.version() == HttpVersion.HTTP_2
        ? !request.isEnded()
        : length != null && !length.equals("0")
            || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private void look(RoutingContext request, boolean stream, Duration after) {
    long timer =
        request.vertx().setTimer(Math.max(1, after.toMillis()), due -> decide(request, stream));
    request.put(TIMER, timer);
  }

  private void decide(RoutingContext request, boolean stream) {
    if (request.request().isEnded()) {
      return;
    }
    Duration left = stream ? bound.minus(silence(request)) : Duration.ZERO;
    if (left.isZero() || left.isNegative()) {
      end(request);
    } else {
      look(request, true, left);
    }
  }

  /** How long the client has owed bytes that are asked for. */
  private static Duration silence(RoutingContext request) {
    Demand demand = request.get(DEMAND);
    if (demand.tooSlow() == null) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofNanos(System.nanoTime() - demand.since());
    Duration silent = Guard.of(request.request()).map(Guard::silence).orElse(asked);
    return silent.compareTo(asked) < 0 ? silent : asked;
  }

  private void end(RoutingContext request) {
    Demand demand = request.get(DEMAND);
    if (request.response().headWritten()) {
      if (demand.tooSlow() == null) {
        cut(request.request());
      } else {
        request.addEndHandler(answered -> cut(request.request()));
        demand.tooSlow().run();
      }
      return;
    }
    if (request.request().version() != HttpVersion.HTTP_2) { // which has no such header
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    request.addEndHandler(answered -> cut(request.request()));
    Refusal.answer(request, forms, ProblemException.tooSlow());
  }

  private static void cut(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(); // this stream alone
    } else {
      request.connection().close();
    }
  }
}
