package dev.hone.api;

import dev.hone.api.auth.Admitted;
import dev.hone.api.auth.Identity;
import dev.hone.api.auth.NotAuthenticated;
import dev.hone.api.connection.ChunkFraming;
import dev.hone.api.connection.RequestLoop;
import dev.hone.run.Entry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jboss.logging.Logger;

/**
 * Writes a watched run as Server-Sent Events, in the form that the reader wants. The next slice of
 * the log is asked for when the socket can take more, so a slow reader holds nothing but its place.
 * A comment goes out when the stream is silent. The response ends after the last event; if the
 * client goes first, the watching is cancelled.
 */
public final class EventStream implements MultiSubscriber<List<Entry>> {

  private static final Logger LOG = Logger.getLogger(EventStream.class);
  static final String MEDIA_TYPE = "text/event-stream;charset=UTF-8";

  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final ContextInternal context;
  private final UniEmitter<? super Void> end;
  private final StreamForm form;
  private final Optional<Identity> admitted;
  private Flow.Subscription watching;
  private Pieces slice;
  private boolean draining;
  private Runnable afterSlice;
  private long heartbeat = -1;
  private long expiry = -1;
  private boolean over;

  private EventStream(RoutingContext request, UniEmitter<? super Void> end, StreamForm form) {
    this.request = request.request();
    this.response = request.response();
    this.context = RequestLoop.of(request);
    this.end = end;
    this.form = form;
    this.admitted = Admitted.with(request);
  }

  /**
   * Answers a request with a stream. To be subscribed from any thread, such as a log's.
   *
   * @return completes when the stream has ended, whoever ended it; never fails
   * @throws ProblemException 429 if its owner watches as much as one may
   */
  public static Uni<Void> answer(
      RoutingContext request, Multi<List<Entry>> watched, ApiConfig.Sse config, StreamForm form) {
    OwnerConnections.enter(request);
    return Uni.createFrom()
        .emitter(
            end -> {
              EventStream stream = new EventStream(request, end, form);
              // In a turn of its own: once the resource method has returned, quarkus-rest sets its
              // own close handler, and can't do so any more if all was written at once.
              stream.context.runOnContext(turn -> stream.begin(watched, config));
            });
  }

  private void begin(Multi<List<Entry>> watched, ApiConfig.Sse config) {
    try {
      open(config);
      watched.subscribe().withSubscriber(this);
    } catch (RuntimeException defect) {
      breakOff(defect);
    }
  }

  private void open(ApiConfig.Sse config) {
    response
        .setChunked(true)
        .putHeader("Content-Type", MEDIA_TYPE)
        .putHeader("Cache-Control", "no-cache, no-transform")
        .putHeader("X-Accel-Buffering", "no");
    form.headers().forEach(response::putHeader);
    response.closeHandler(closed -> leave());
    response.exceptionHandler(failure -> leave());
    if (response.closed()) {
      leave();
      return;
    }
    ChunkFraming.of(request);
    write(form.opening());
    beat(config.heartbeat());
    admitted.map(Identity::until).ifPresent(this::endAt);
  }

  /** Whoever watches was let in till then; when they come back they show something newer. */
  private void endAt(Instant end) {
    expiry = context.owner().setTimer(Expiry.millisTo(end), timer -> expire());
  }

  private void expire() {
    if (watching != null) {
      watching.cancel();
    }
    write(form.lost(NotAuthenticated.expired()));
    finish();
  }

  private void beat(Duration every) {
    heartbeat =
        context
            .owner()
            .setPeriodic(
                every.toMillis(),
                timer -> {
                  if (!response.writeQueueFull()) {
                    response.write(HEARTBEAT);
                  }
                });
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    watching = subscription;
    if (over) {
      subscription.cancel();
    } else {
      subscription.request(1);
    }
  }

  /** Events come from the run's thread, which often is this one: then nothing waits for a turn. */
  @Override
  public void onItem(List<Entry> slice) {
    if (context.nettyEventLoop().inEventLoop()) {
      deliver(slice);
    } else {
      context.runOnContext(turn -> deliver(slice));
    }
  }

  private void deliver(List<Entry> slice) {
    try {
      begin(slice);
    } catch (RuntimeException defect) {
      breakOff(defect);
    }
  }

  @Override
  public void onCompletion() {
    onEventLoop(() -> onceWritten(this::finish));
  }

  @Override
  public void onFailure(Throwable failure) {
    LOG.debugf("A watched run can't be followed any more: %s", failure.getMessage());
    onEventLoop(
        () ->
            onceWritten(
                () -> {
                  if (!over) {
                    write(form.lost(failure));
                  }
                  finish();
                }));
  }

  private void begin(List<Entry> entries) {
    if (over) {
      watching.cancel(); // the first cancellation may have got lost between threads
      return;
    }
    if (entries.size() > 1) {
      slice = new Pieces(entries, form);
      writeOn();
      return;
    }
    write(form.encode(entries)); // as nearly all are for who follows: one event
    if (response.writeQueueFull()) {
      awaitDrain(this::written);
    } else {
      written();
    }
  }

  private void writeOn() {
    while (!over && slice.hasNext()) {
      write(slice.next());
      if (response.writeQueueFull()) {
        awaitDrain(this::writeOn);
        return;
      }
    }
    slice = null;
    written();
  }

  private void written() {
    if (afterSlice == null) {
      watching.request(1);
    } else {
      afterSlice.run();
    }
  }

  /** The end may be told while the last slice still waits for the socket. */
  private void onceWritten(Runnable end) {
    if (slice == null && !draining) {
      end.run();
    } else {
      afterSlice = end;
    }
  }

  /** Once: Vert.x calls the handler again after each later write that fills the queue. */
  private void awaitDrain(Runnable then) {
    draining = true;
    response.drainHandler(
        drained -> {
          response.drainHandler(null);
          draining = false;
          try {
            then.run();
          } catch (RuntimeException defect) {
            breakOff(defect);
          }
        });
  }

  private void write(Buffer bytes) {
    if (bytes.length() > 0) {
      response.write(bytes);
    }
  }

  private void finish() {
    if (close()) {
      if (form.mayEnd()) {
        response.end().onComplete(ended -> end.complete(null));
      } else {
        end.complete(null);
        response.reset();
      }
    }
  }

  private void leave() {
    if (close()) {
      if (watching != null) {
        watching.cancel();
      }
      end.complete(null);
    }
  }

  /** Cuts the connection, so that the client reconnects with its last id and isn't left waiting. */
  private void breakOff(RuntimeException defect) {
    LOG.error("An event stream broke", defect);
    leave();
    response.reset();
  }

  private boolean close() {
    boolean first = !over;
    over = true;
    context.owner().cancelTimer(heartbeat);
    context.owner().cancelTimer(expiry);
    return first;
  }

  private void onEventLoop(Runnable task) {
    if (context.nettyEventLoop().inEventLoop()) {
      task.run();
    } else {
      context.runOnContext(turn -> task.run());
    }
  }
}
