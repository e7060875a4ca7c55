package dev.hone.refinement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Makes of each item those that follow from it, in order: as {@code transformToIterable}, where
 * mostly one follows. The next item is asked for when what followed from the one before is taken.
 *
 * <p>An operator of its own, since every token goes through it: Mutiny's makes a stream of each
 * item and concatenates these.
 */
public final class Unfolding<I, O> extends AbstractMultiOperator<I, O> {

  private final Function<? super I, List<? extends O>> follows;

  private Unfolding(Multi<? extends I> items, Function<? super I, List<? extends O>> follows) {
    super(items);
    this.follows = follows;
  }

  /** A stream that can be subscribed as often as the items can. */
  public static <I, O> Multi<O> of(
      Multi<? extends I> items, Function<? super I, List<? extends O>> follows) {
    return new Unfolding<>(items, follows);
  }

  @Override
  public void subscribe(MultiSubscriber<? super O> subscriber) {
    upstream.subscribe(new Unfolded<I, O>(subscriber, follows));
  }

  /** What follows is touched while nothing is asked for, or by who brings the answer. */
  private static final class Unfolded<I, O> extends MultiOperatorProcessor<I, O> {

    private final Function<? super I, List<? extends O>> follows;
    private final Queue<O> following = new ArrayDeque<>(2);
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean asking;
    private volatile Runnable end;

    Unfolded(
        MultiSubscriber<? super O> subscriber, Function<? super I, List<? extends O>> follows) {
      super(subscriber);
      this.follows = follows;
    }

    @Override
    public void request(long items) {
      if (items <= 0) {
        super.cancel();
        downstream.onFailure(Subscriptions.getInvalidRequestException());
        return;
      }
      Subscriptions.add(demand, items);
      go();
    }

    @Override
    public void onItem(I item) {
      try {
        List<? extends O> next = follows.apply(item);
        for (int i = 0; i < next.size(); i++) { // mostly one; it needs no iterator
          following.add(next.get(i));
        }
      } catch (Throwable failure) { // an error too: who waits for the item would wait for ever
        getUpstreamSubscription().cancel();
        super.onFailure(failure);
        return;
      }
      asking = false;
      go();
    }

    @Override
    public void onFailure(Throwable failure) {
      endBy(() -> super.onFailure(failure));
    }

    @Override
    public void onCompletion() {
      endBy(super::onCompletion);
    }

    private void endBy(Runnable signal) {
      end = signal;
      asking = false;
      go();
    }

    private void go() {
      if (turns.getAndIncrement() > 0) {
        return;
      }
      int taken = 1;
      try {
        while (taken > 0) {
          while (!asking && !isDone() && step()) {}
          taken = turns.addAndGet(-taken);
        }
      } catch (Throwable defect) { // of who takes the items; else all of it would wait for ever
        getUpstreamSubscription().cancel();
        super.onFailure(defect);
      }
    }

    /** Whether there may be more to do. */
    private boolean step() {
      if (following.isEmpty() && end != null) {
        end.run();
        return false;
      }
      if (demand.get() == 0) {
        return false;
      }
      O next = following.poll();
      if (next == null) {
        asking = true;
        upstream.request(1);
      } else {
        Subscriptions.produced(demand, 1);
        downstream.onItem(next);
      }
      return true;
    }
  }
}
