package dev.hone.api.connection;

import io.netty.handler.codec.http2.Http2Error;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;

/**
 * Resets a stream of HTTP/2 that takes nothing of what waits for it in {@code
 * hone.limits.stall-timeout}; what a stream has no window for waits above the socket, where its
 * {@link Guard} doesn't see it. How much of a whole answer still waits can't be told from outside,
 * so that must be taken within the time, or the connection is cut.
 */
@ApplicationScoped
public class StalledStreams {

  private static final int LOOKS_WITHIN_THE_BOUND = 4;

  private final Duration bound;

  StalledStreams(ConnectionLimits limits) {
    this.bound = limits.stallTimeout();
  }

  void register(@Observes Filters filters) {
    filters.register(this::watch, FilterOrder.STALLED_STREAMS);
  }

  private void watch(RoutingContext request) {
    if (request.request().version() == HttpVersion.HTTP_2) {
      Stream stream = new Stream(Guard.of(request.request()), request.response());
      long pause = Math.max(1, bound.toMillis() / LOOKS_WITHIN_THE_BOUND);
      long timer = request.vertx().setPeriodic(pause, id -> stream.look());
      stream.ended(() -> request.vertx().cancelTimer(timer));
      // In the turn behind it the stream of most answers is closed: then nothing is kept for a
      // look.
      request.addEndHandler(
          ended -> request.vertx().runOnContext(behindTheEnd -> stream.answered()));
    }
    request.next();
  }

  /** On its event loop. */
  private final class Stream {

    private final Optional<Guard> connection;
    private final HttpServerResponse response;
    private Runnable ended;
    private long taken = -1;
    private long since = System.nanoTime();

    Stream(Optional<Guard> connection, HttpServerResponse response) {
      this.connection = connection;
      this.response = response;
    }

    void ended(Runnable then) {
      this.ended = then;
    }

    void answered() {
      if (!isWaiting()) {
        ended.run();
      }
    }

    void look() {
      long now = System.nanoTime();
      if (response.closed()) {
        ended.run();
      } else if (!isWaiting() || response.bytesWritten() != taken) {
        taken = response.bytesWritten();
        since = now;
      } else if (now - since >= bound.toNanos()) {
        ended.run();
        cut();
      }
    }

    /** Neither Vert.x nor Netty can reset a stream whose answer they have taken whole. */
    private void cut() {
      if (response.ended()) {
        connection.ifPresent(Guard::cut);
      } else {
        response.reset(Http2Error.CANCEL.code());
      }
    }

    private boolean isWaiting() {
      return !response.closed() && (response.ended() || response.writeQueueFull());
    }
  }
}
