package dev.hone.run;

import io.smallrye.mutiny.helpers.Subscriptions;
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

  /** Slices being delivered (they nest where demand is answered at once), plus {@link #LEFT}. */
  private final AtomicInteger delivering = new AtomicInteger();

  private volatile long reached;
  private volatile long last = Long.MAX_VALUE;

  /**
   * @param after what the watcher has seen before
   * @param all where it is from the subscription to the end
   */
  Watching(
      String run, long after, Set<Watching> all, MultiSubscriber<? super List<Entry>> watcher) {
    super(watcher);
    this.run = run;
    this.reached = after;
    this.all = all;
  }

  String run() {
    return run;
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
      super.onItem(slice);
      leaveIfReached();
    }
    if (delivering.decrementAndGet() == LEFT) {
      end();
    }
  }

  @Override
  public void onCompletion() {
    all.remove(this);
    super.onCompletion();
  }

  @Override
  public void onFailure(Throwable failure) {
    all.remove(this);
    super.onFailure(failure);
  }

  @Override
  public void cancel() {
    all.remove(this);
    super.cancel();
  }

  private void leaveIfReached() {
    if (reached >= last && delivering.getAndUpdate(slices -> slices | LEFT) == 0) {
      end();
    }
  }

  /** The run's own end can come at the same moment: only the first of both is passed on. */
  private void end() {
    all.remove(this);
    Flow.Subscription before = getAndSetUpstreamSubscription(Subscriptions.CANCELLED);
    if (before != Subscriptions.CANCELLED) {
      before.cancel();
      downstream.onCompletion();
    }
  }
}
