package dev.hone.run;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Somebody who waits for what comes next in a log, and hears of it once. Thread-safe.
 *
 * <p>An emitter of its own, since every token makes one for each watcher: Mutiny's is several
 * objects, and tells of its end after an answer too, for which the log would be locked once more.
 */
public final class Waiting implements UniSubscription {

  private enum Over implements Runnable {
    ANSWERED,
    CANCELLED;

    @Override
    public void run() {}
  }

  private final UniSubscriber<? super List<Entry>> reader;

  /** What a cancellation runs; {@code null} as long as there is nothing. */
  private final AtomicReference<Runnable> leaving = new AtomicReference<>();

  private Waiting(UniSubscriber<? super List<Entry>> reader) {
    this.reader = reader;
  }

  /**
   * Asks anew at each subscription.
   *
   * @param ask what it throws is the answer
   */
  public static Uni<List<Entry>> asking(Consumer<? super Waiting> ask) {
    return new AbstractUni<>() {
      @Override
      public void subscribe(UniSubscriber<? super List<Entry>> reader) {
        Waiting waiting = new Waiting(reader);
        reader.onSubscribe(waiting);
        try {
          ask.accept(waiting);
        } catch (Throwable failure) { // an error too: whoever waits would wait for ever
          waiting.fail(failure);
        }
      }
    };
  }

  /** Does nothing once it was answered or cancelled. */
  public void complete(List<Entry> news) {
    if (isFirst()) {
      reader.onItem(news);
    }
  }

  /** As {@link #complete}. */
  public void fail(Throwable failure) {
    if (isFirst()) {
      reader.onFailure(failure);
    }
  }

  /**
   * Once, what a cancellation is to run: on its thread, and at once if there was one before. Never
   * run after an answer.
   */
  public void onCancellation(Runnable leave) {
    if (!leaving.compareAndSet(null, leave) && leaving.get() == Over.CANCELLED) {
      leave.run();
    }
  }

  @Override
  public void cancel() {
    Runnable leave = end(Over.CANCELLED);
    if (leave != null) {
      leave.run();
    }
  }

  private boolean isFirst() {
    return !(end(Over.ANSWERED) instanceof Over);
  }

  /** What was before; whoever ends it first decides. */
  private Runnable end(Over how) {
    return leaving.getAndUpdate(before -> before instanceof Over ? before : how);
  }
}
