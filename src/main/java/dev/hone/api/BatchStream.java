package dev.hone.api;

import dev.hone.api.connection.RequestLoop;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Writes the lines of a batch's answer as they come. The next is asked for when the socket can take
 * more, so a slow reader slows the whole batch; one that leaves cancels it.
 *
 * <p>A socket that is not read doesn't tell that its client has gone, only one that is written to
 * does. So while the intake is paused and nothing is to be written, a blank goes out: white space
 * before the next line, which no reader of JSON minds.
 */
final class BatchStream implements MultiSubscriber<Buffer> {

  private static final Logger LOG = Logger.getLogger(BatchStream.class);
  static final String MEDIA_TYPE = "application/x-ndjson";

  private static final Buffer BLANK = Buffer.buffer(" ");
  private static final long PROBE_MS = 250;

  private final HttpServerResponse response;
  private final ContextInternal context;
  private final BooleanSupplier intakePaused;
  private final UniEmitter<? super Boolean> end;
  private Flow.Subscription work;
  private long probe = -1;
  private boolean over;

  private BatchStream(
      RoutingContext http, BooleanSupplier intakePaused, UniEmitter<? super Boolean> end) {
    this.response = http.response();
    this.context = RequestLoop.of(http);
    this.intakePaused = intakePaused;
    this.end = end;
  }

  /**
   * Answers a request. The lines must come on its event loop.
   *
   * @return whether all was written, when the answer has ended; never fails
   */
  static Uni<Boolean> answer(
      RoutingContext http, Multi<Buffer> lines, BooleanSupplier intakePaused) {
    return Uni.createFrom()
        .emitter(
            end -> {
              BatchStream stream = new BatchStream(http, intakePaused, end);
              // In a turn of its own, as EventStream does.
              stream.context.runOnContext(turn -> stream.begin(lines));
            });
  }

  private void begin(Multi<Buffer> lines) {
    response
        .setChunked(true)
        .putHeader("Content-Type", MEDIA_TYPE)
        .putHeader("Cache-Control", "no-cache, no-transform")
        .putHeader("X-Accel-Buffering", "no");
    response.closeHandler(closed -> leave());
    response.exceptionHandler(failure -> leave());
    if (response.closed()) {
      leave();
      return;
    }
    response.write(Buffer.buffer()); // the head, so that a client knows that it may go on
    probe = context.owner().setPeriodic(PROBE_MS, timer -> probe());
    lines.subscribe().withSubscriber(this);
  }

  private void probe() {
    if (intakePaused.getAsBoolean() && !response.writeQueueFull()) {
      response.write(BLANK);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    work = subscription;
    subscription.request(1);
  }

  @Override
  public void onItem(Buffer line) {
    if (over) {
      return;
    }
    response.write(line);
    if (response.writeQueueFull()) {
      awaitDrain();
    } else {
      work.request(1);
    }
  }

  /** Once: Vert.x calls the handler again after each later write that fills the queue. */
  private void awaitDrain() {
    response.drainHandler(
        drained -> {
          response.drainHandler(null);
          work.request(1);
        });
  }

  @Override
  public void onCompletion() {
    if (close()) {
      response.end().onComplete(ended -> end.complete(ended.succeeded()));
    }
  }

  /** An answer that just ended would look whole. */
  @Override
  public void onFailure(Throwable defect) {
    LOG.error("A batch broke", defect);
    leave();
    response.reset();
  }

  private void leave() {
    if (close()) {
      if (work != null) {
        work.cancel();
      }
      end.complete(false);
    }
  }

  private boolean close() {
    boolean first = !over;
    over = true;
    context.owner().cancelTimer(probe);
    return first;
  }
}
