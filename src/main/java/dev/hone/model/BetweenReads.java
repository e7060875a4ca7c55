package dev.hone.model;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Where calls of one event loop end and begin: a little at a time, in between two looks at its
 * sockets. Either is the work of some dozen tokens, and calls that began together end together, so
 * that what other calls say would wait for all of them at once. Each waits a moment instead, while
 * nobody waits for a token of it.
 *
 * <p>Not thread-safe: used on its event loop only. What it holds is bounded by the calls under way.
 */
final class BetweenReads {

  /** As much as may go by without a look at the sockets. */
  private static final long AT_ONCE = TimeUnit.MICROSECONDS.toNanos(500);

  private static final FastThreadLocal<BetweenReads> HERE = new FastThreadLocal<>();

  private final EventLoop loop;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean due;

  private BetweenReads(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Runs a task as soon as the loop has looked at its sockets. To be called on the context's event
   * loop.
   */
  static void run(ContextInternal context, Runnable task) {
    BetweenReads here = HERE.get();
    if (here == null) {
      here = new BetweenReads(context.nettyEventLoop());
      HERE.set(here);
    }
    here.add(() -> context.dispatch(task));
  }

  private void add(Runnable task) {
    waiting.add(task);
    if (!due) {
      due = true;
      afterALook();
    }
  }

  /** Not as a task: the loop runs those that add to one another without a look in between. */
  private void afterALook() {
    loop.schedule(this::go, 0, TimeUnit.NANOSECONDS);
  }

  private void go() {
    long began = System.nanoTime();
    try {
      do {
        waiting.remove().run();
      } while (!waiting.isEmpty() && System.nanoTime() - began < AT_ONCE);
    } finally { // whatever escapes a task, the others go on
      due = !waiting.isEmpty();
      if (due) {
        afterALook();
      }
    }
  }
}
