package dev.hone.run.local;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Who waits for a result. It is told on the Vert.x context that it called from, where it has one,
 * and never on the thread that made the result.
 */
final class Caller<T> {

  private final UniEmitter<? super T> waiting;
  private final Executor thread;

  private Caller(UniEmitter<? super T> waiting, Executor thread) {
    this.waiting = waiting;
    this.thread = thread;
  }

  /** To be made on the thread that calls. */
  static <T> Caller<T> of(UniEmitter<? super T> waiting) {
    Context context = Vertx.currentContext();
    return new Caller<>(
        waiting,
        context == null
            ? Infrastructure.getDefaultExecutor()
            : task -> context.runOnContext(ignored -> task.run()));
  }

  void complete(T result) {
    tell(() -> waiting.complete(result));
  }

  /**
   * @param before runs there first
   */
  void complete(T result, Runnable before) {
    tell(
        () -> {
          before.run();
          waiting.complete(result);
        });
  }

  void fail(Throwable failure) {
    tell(() -> waiting.fail(failure));
  }

  private void tell(Runnable signal) {
    try {
      thread.execute(signal);
    } catch (RejectedExecutionException shutDown) {
      signal.run();
    }
  }
}
