package dev.hone.run;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.concurrent.Executor;

/**
 * The thread that a run lives on. Model callbacks, appends and the writes to the socket of who
 * started it stay on this one thread, so that a token costs no hand-over.
 */
final class EventLoop implements Executor {

  private final Context context;

  private EventLoop(Context context) {
    this.context = context;
  }

  /**
   * On the caller's event loop where it has one, else on the next in turn. The context is a new one
   * of that loop: a request's own context holds what must not outlive the request.
   */
  static EventLoop nearCaller(Vertx vertx) {
    Context caller = Vertx.currentContext();
    Context root =
        caller != null && caller.isEventLoopContext()
            ? caller
            : ((VertxInternal) vertx).createEventLoopContext();
    return new EventLoop(VertxContext.createNewDuplicatedContext(root));
  }

  /** On the next loop in turn. */
  static EventLoop next(Vertx vertx) {
    return new EventLoop(
        VertxContext.createNewDuplicatedContext(((VertxInternal) vertx).createEventLoopContext()));
  }

  /** Whether it is called on this loop. */
  boolean isHere() {
    return Vertx.currentContext() == context && Context.isOnEventLoopThread();
  }

  /** Runs it at once if called on this loop, else as soon as the loop gets to it. */
  @Override
  public void execute(Runnable task) {
    if (isHere()) {
      task.run();
    } else {
      later(task);
    }
  }

  /** Runs it after what the loop has at hand; tasks run in the order of these calls. */
  void later(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }
}
