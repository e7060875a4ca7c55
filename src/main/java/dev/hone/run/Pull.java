package dev.hone.run;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * A cursor as a stream: each request asks once for what comes after the cursor, and nothing is
 * asked or held ahead of that. Completes after the terminal event, or at once where nothing
 * follows; cancelling it cancels what it waits for.
 *
 * <p>An operator of its own, since every token goes through one for each watcher: repetition,
 * condition and selection by Mutiny's operators cost several times as much.
 */
public final class Pull extends AbstractMulti<List<Entry>> {

  private final long after;
  private final LongFunction<Uni<List<Entry>>> next;

  private Pull(long after, LongFunction<Uni<List<Entry>>> next) {
    this.after = after;
    this.next = next;
  }

  /** Each subscription has a cursor of its own. */
  public static Multi<List<Entry>> after(long after, LongFunction<Uni<List<Entry>>> next) {
    return new Pull(after, next);
  }

  @Override
  public void subscribe(MultiSubscriber<? super List<Entry>> reader) {
    reader.onSubscribe(new Cursor(after, next, reader));
  }

  /**
   * One question is under way at a time, and the next is asked when the reader has taken the
   * answer; an answer that comes at once is a turn of the loop, not a call deeper in the stack.
   */
  private static final class Cursor implements Flow.Subscription, UniSubscriber<List<Entry>> {

    private final LongFunction<Uni<List<Entry>>> next;
    private final MultiSubscriber<? super List<Entry>> reader;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile UniSubscription question;
    private volatile boolean asking;
    private volatile boolean over;
    private long after;

    Cursor(
        long after,
        LongFunction<Uni<List<Entry>>> next,
        MultiSubscriber<? super List<Entry>> reader) {
      this.after = after;
      this.next = next;
      this.reader = reader;
    }

    @Override
    public void request(long slices) {
      if (slices <= 0) {
        if (end()) {
          reader.onFailure(Subscriptions.getInvalidRequestException());
        }
        return;
      }
      Subscriptions.add(demand, slices);
      go();
    }

    @Override
    public void cancel() {
      end();
    }

    private void go() {
      if (turns.getAndIncrement() > 0) {
        return;
      }
      int taken = 1;
      while (taken > 0) {
        while (!over && !asking && demand.get() > 0) {
          asking = true;
          ask();
        }
        taken = turns.addAndGet(-taken);
      }
    }

    private void ask() {
      Uni<List<Entry>> answer;
      try {
        answer = next.apply(after);
      } catch (RuntimeException failure) {
        onFailure(failure);
        return;
      }
      answer.subscribe().withSubscriber(this);
    }

    @Override
    public void onSubscribe(UniSubscription subscription) {
      question = subscription;
      if (over) {
        subscription.cancel();
      }
    }

    @Override
    public void onItem(List<Entry> slice) {
      if (over) {
        return;
      }
      if (!slice.isEmpty()) {
        after = slice.get(slice.size() - 1).event().seq();
        Subscriptions.produced(demand, 1);
        reader.onItem(slice);
      }
      if (!isLast(slice)) {
        asking = false;
        go();
      } else if (end()) {
        reader.onCompletion();
      }
    }

    @Override
    public void onFailure(Throwable failure) {
      if (end()) {
        reader.onFailure(failure);
      }
    }

    /** Whether it was not over before. */
    private boolean end() {
      synchronized (this) {
        if (over) {
          return false;
        }
        over = true;
      }
      UniSubscription last = question;
      if (last != null) {
        last.cancel();
      }
      return true;
    }

    private static boolean isLast(List<Entry> slice) {
      return slice.isEmpty() || slice.get(slice.size() - 1).event().isTerminal();
    }
  }
}
