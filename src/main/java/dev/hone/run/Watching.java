package dev.hone.run;

import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One watcher of a run, who can be told after which event to leave: then the stream completes, once
 * the watcher has taken that one. Thread-safe.
 */
final class Watching extends MultiOperatorProcessor<List<Entry>, List<Entry>> {

  private static final int LEFT = 1 << 30;

  private final String run;
  private final Set<Watching> all;

  /** {@code null} for someone who only waits for the end. */
  private final WatcherLag lag;

  /** Slices being delivered (they nest where demand is answered at once), plus {@link #LEFT}. */
  private final AtomicInteger delivering = new AtomicInteger();

  private volatile long reached;
  private volatile long last = Long.MAX_VALUE;

  /**
   * @param after what the watcher has seen before
   * @param all where it is from the subscription to the end
   * @param lag {@code null} for someone who only waits for the end
   */
  Watching(
      String run,
      long after,
      Set<Watching> all,
      WatcherLag lag,
      MultiSubscriber<? super List<Entry>> watcher) {
    super(watcher);
    this.run = run;
    this.reached = after;
    this.all = all;
    this.lag = lag;
  }

  String run() {
    return run;
  }

  boolean isWatcher() {
    return lag != null;
  }

  void leaveAfter(long seq) {
    last = seq;
    leaveIfReached();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    super.onSubscribe(subscription);
    all.add(this);
    if (isDone()) { // it may all have come at once
      all.remove(this);
    }
  }

  @Override
  public void onItem(List<Entry> slice) {
    if (delivering.incrementAndGet() < LEFT) {
      reached = slice.get(slice.size() - 1).event().seq();
      if (isWatcher()) {
        lag.delivered(slice);
      }
      super.onItem(slice);
      leaveIfReached();
    }
    if (delivering.decrementAndGet() == LEFT) {
      end();
    }
  }

  @Override
  public void onCompletion() {
    if (close() != Subscriptions.CANCELLED) {
      downstream.onCompletion();
    }
  }

  @Override
  public void onFailure(Throwable failure) {
    if (close() != Subscriptions.CANCELLED) {
      downstream.onFailure(failure);
    } else {
      Infrastructure.handleDroppedException(failure);
    }
  }

  @Override
  public void cancel() {
    super.cancel();
    all.remove(this);
  }

  private void leaveIfReached() {
    if (reached >= last && delivering.getAndUpdate(slices -> slices | LEFT) == 0) {
      end();
    }
  }

  /**
   * Done first, and then no longer among {@link #all}: {@link #onSubscribe} looks in this order.
   *
   * @return what it was subscribed to; cancelled, if it had come to its end before
   */
  private Flow.Subscription close() {
    Flow.Subscription before = getAndSetUpstreamSubscription(Subscriptions.CANCELLED);
    all.remove(this);
    return before;
  }

  /** The run's own end can come at the same moment: only the first of both is passed on. */
  private void end() {
    Flow.Subscription before = close();
    if (before != Subscriptions.CANCELLED) {
      before.cancel();
      downstream.onCompletion();
    }
  }
}
