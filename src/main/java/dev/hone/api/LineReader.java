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

/**
 * The lines of a request's body, as they are asked for: where nobody asks, the socket is not read,
 * and no more is held than a line and a piece of what has arrived. To be used on the request's
 * event loop. The client is given {@code hone.limits.body-timeout} for what is asked for; while a
 * line is being answered it may wait for that.
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
  private long stoppedAt;

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

  /** One of the lines that were given is answered, or nobody waits for it any more. */
  void answered() {
    underWay--;
    setClock();
  }

  /** What has arrived and was not asked for is the end; nothing more is read. */
  void stop() {
    if (!ended) {
      ended = true;
      stoppedAt = ready.isEmpty() ? splitter.next() : ready.peek().number();
      ready.clear();
      request.handler(null);
      give();
    }
  }

  /** The number of the first line that was not given because of {@link #stop}; else 0. */
  long stoppedAt() {
    return stoppedAt;
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
      setClock();
    } else {
      asking = null;
      underWay++;
      setClock();
      // In a turn of its own, so that a row of lines that need no waiting lets others have theirs.
      context.runOnContext(turn -> next.complete(line));
    }
  }

  private void setClock() {
    if (asking != null && underWay == 0) {
      BodyClock.ask(http);
    } else {
      BodyClock.hold(http);
    }
  }
}
