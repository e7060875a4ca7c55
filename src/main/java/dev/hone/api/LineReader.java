package dev.hone.api;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The lines of a request's body, as they are asked for: where nobody asks, the socket is not read,
 * and no more is held than a line and a piece of what has arrived. While a line is asked for and
 * none is being answered, its client's time counts ({@link BodyClock}). To be used on the request's
 * event loop.
 */
final class LineReader {

  private static final LineSplitter.Line END = new LineSplitter.Line(0, null);

  private final RoutingContext http;
  private final HttpServerRequest request;
  private final Context context;
  private final LineSplitter splitter;
  private final Deque<LineSplitter.Line> ready = new ArrayDeque<>();
  private UniEmitter<? super LineSplitter.Line> asking;
  private int underWay;
  private boolean ended;
  private Stop stop;

  /**
   * Why lines were left.
   *
   * @param line the first that was not given
   */
  record Stop(long line, RuntimeException reason) {}

  /**
   * Pauses the request.
   *
   * @param context of its event loop
   * @param longest how many bytes a line may have
   */
  LineReader(RoutingContext http, Context context, int longest) {
    this.http = http;
    this.request = http.request();
    this.context = context;
    this.splitter = new LineSplitter(longest);
    request.pause();
    request.handler(this::take);
    request.endHandler(end -> end());
  }

  /** To be subscribed once. */
  Multi<LineSplitter.Line> lines() {
    return Multi.createBy()
        .repeating()
        .uni(() -> Uni.createFrom().<LineSplitter.Line>emitter(this::ask))
        .whilst(line -> line != END)
        .select()
        .where(line -> line != END);
  }

  /** A line that was given is answered, or given up. */
  void answered() {
    underWay--;
    setClock();
  }

  /** What has arrived and was not asked for is the end; nothing more is read. */
  void stop(RuntimeException reason) {
    if (!ended) {
      ended = true;
      stop = new Stop(ready.isEmpty() ? splitter.next() : ready.peek().number(), reason);
      ready.clear();
      request.handler(null);
      give();
    }
  }

  /** Empty where all lines were given. */
  Optional<Stop> stopped() {
    return Optional.ofNullable(stop);
  }

  /** Whether there may be more that nobody has asked for, so that the socket is not read. */
  boolean isPaused() {
    return !ended && asking == null;
  }

  private void ask(UniEmitter<? super LineSplitter.Line> next) {
    asking = next;
    give();
  }

  private void take(Buffer piece) {
    ready.addAll(splitter.split(piece));
    give();
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    ready.addAll(splitter.end());
    give();
  }

  private void give() {
    UniEmitter<? super LineSplitter.Line> next = asking;
    if (next == null) {
      return;
    }
    LineSplitter.Line line = ended && ready.isEmpty() ? END : ready.poll();
    if (line == null) {
      request.fetch(1);
    } else {
      asking = null;
      underWay += line == END ? 0 : 1;
      // In a turn of its own, so that a row of lines that need no waiting lets others have theirs.
      context.runOnContext(turn -> next.complete(line));
    }
    setClock();
  }

  private void setClock() {
    if (asking != null && underWay == 0) {
      BodyClock.ask(http, () -> stop(ProblemException.tooSlow()));
    } else {
      BodyClock.hold(http);
    }
  }
}
