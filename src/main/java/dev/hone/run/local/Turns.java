package dev.hone.run.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A thread of its own that takes all that waits, in order, and then all that came meanwhile.
 * Thread-safe.
 */
final class Turns<T> {

  private static final Logger LOG = Logger.getLogger(Turns.class);
  private static final long CLOSING = TimeUnit.SECONDS.toMillis(10);

  private final int capacity;
  private final Consumer<List<T>> turn;
  private final Thread thread;
  private List<T> waiting = new ArrayList<>();
  private boolean closed;

  /**
   * @param capacity how many may wait
   * @param turn called on the thread, with at least one; should not throw
   */
  Turns(String name, int capacity, Consumer<List<T>> turn) {
    this.capacity = capacity;
    this.turn = turn;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Whether it will have its turn: not if too many wait, and not after {@link #close}. Doesn't
   * wait.
   */
  synchronized boolean offer(T item) {
    if (closed || waiting.size() == capacity) {
      return false;
    }
    waiting.add(item);
    notifyAll();
    return true;
  }

  /** Waits, at most ten seconds, until all that was taken in has had its turn. */
  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (List<T> items = take(); !items.isEmpty(); items = take()) {
      try {
        turn.accept(items);
      } catch (RuntimeException | Error defect) {
        LOG.error("what waited could not have its turn, by a defect", defect);
      }
    }
  }

  /** Empty only once closed and all is taken. */
  private synchronized List<T> take() {
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        LOG.debug("nobody has a reason to interrupt this thread; it goes on");
      }
    }
    List<T> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }
}
