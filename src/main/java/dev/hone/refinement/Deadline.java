package dev.hone.refinement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Completes a stream at a time and cancels what is upstream of it, which {@code
 * select().first(Duration)} of Mutiny 3.1 does not. An item that is being delivered at that moment
 * is delivered whole before the completion.
 */
final class Deadline<T> extends AbstractMultiOperator<T, T> {

  private final Duration after;
  private final Executor thread;

  /**
   * @param after from the subscription on; above zero
   * @param thread where it strikes: best where the items come, since Mutiny's concatenation can
   *     lose a cancellation that meets an item on another thread
   */
  Deadline(Multi<T> upstream, Duration after, Executor thread) {
    super(upstream);
    this.after = after;
    this.thread = thread;
  }

  @Override
  public void subscribe(MultiSubscriber<? super T> downstream) {
    upstream.subscribe().withSubscriber(new Processor<>(downstream, after, thread));
  }

  private static final class Processor<T> extends MultiOperatorProcessor<T, T> {

    private static final int PASSED = 1 << 30;

    private final Duration after;
    private final Executor thread;

    /** Items being delivered (they nest where demand is answered at once), plus {@link #PASSED}. */
    private final AtomicInteger delivering = new AtomicInteger();

    private volatile Future<?> timer;

    Processor(MultiSubscriber<? super T> downstream, Duration after, Executor thread) {
      super(downstream);
      this.after = after;
      this.thread = thread;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      super.onSubscribe(subscription);
      if (!isDone()) { // it may all have come at once
        timer =
            Infrastructure.getDefaultWorkerPool()
                .schedule(
                    () -> thread.execute(this::pass), after.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void onItem(T item) {
      if (delivering.incrementAndGet() < PASSED) {
        super.onItem(item);
      }
      if (delivering.decrementAndGet() == PASSED) {
        end();
      }
    }

    @Override
    public void onCompletion() {
      stopTimer();
      super.onCompletion();
    }

    @Override
    public void onFailure(Throwable failure) {
      stopTimer();
      super.onFailure(failure);
    }

    @Override
    public void cancel() {
      stopTimer();
      super.cancel();
    }

    private void pass() {
      if (delivering.getAndAdd(PASSED) == 0) {
        end();
      }
    }

    /** The upstream's own end can come at the same moment: only the first of both is passed on. */
    private void end() {
      Flow.Subscription before = getAndSetUpstreamSubscription(Subscriptions.CANCELLED);
      if (before != Subscriptions.CANCELLED) {
        before.cancel();
        downstream.onCompletion();
      }
    }

    private void stopTimer() {
      if (timer != null) {
        timer.cancel(false);
      }
    }
  }
}
