package dev.hone.run;

import dev.hone.refinement.Event;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.List;

/**
 * A timeline and the readers who wait for what comes next on it. Not thread-safe: its run guards
 * it.
 *
 * <p>What wakes readers is returned for the caller to run when it holds no lock, because they go on
 * from there: they write to their sockets and ask for more.
 */
public final class Feed {

  /** Wakes nobody. */
  public static final Runnable NOBODY = () -> {};

  /** Someone who has read up to {@code after}, and reads one feed. Equal only to itself. */
  public static final class Reader {
    final long after;
    private final Waiting waiting;
    private boolean left;

    /** The neighbours in the {@link Waitlist}. */
    Reader previous;

    Reader next;

    public Reader(long after, Waiting waiting) {
      this.after = after;
      this.waiting = waiting;
    }
  }

  private final Timeline timeline = new Timeline();
  private final int slice;
  private final Waitlist readers = new Waitlist();
  private boolean closed;

  /**
   * @param slice at most so many entries at once
   */
  public Feed(int slice) {
    this.slice = slice;
  }

  /** Readers who wait for a later one go on waiting. */
  public Runnable add(Entry entry) {
    timeline.add(entry);
    return wake(readers.takeBehind(entry.event().seq()), List.of(entry), null);
  }

  /** Nothing will be added any more. */
  public Runnable close() {
    closed = true;
    return wake(readers.takeAll(), List.of(), null);
  }

  public Runnable fail(RunLogFailure failure) {
    closed = true;
    return wake(readers.takeAll(), null, failure);
  }

  /**
   * What there is for a reader, neighbouring deltas merged; {@code null} where there is nothing
   * yet, and the reader is woken later.
   */
  public List<Entry> read(Reader reader) {
    List<Entry> news = after(reader.after);
    if (!news.isEmpty() || closed) {
      return news;
    }
    if (!reader.left) {
      readers.join(reader);
    }
    return null;
  }

  /** May come before {@link #read}, from another thread. */
  public void leave(Reader reader) {
    reader.left = true;
    readers.leave(reader);
  }

  /** A copy of what comes after a number, neighbouring deltas merged, at most a slice. */
  public List<Entry> after(long seq) {
    return timeline.after(seq, slice);
  }

  /** A copy of what comes after a number, each event as it was appended. */
  public List<Event> eventsAfter(long seq) {
    return timeline.eventsAfter(seq);
  }

  /** A copy. */
  public List<Entry> entries() {
    return timeline.entries();
  }

  public int waiting() {
    return readers.size();
  }

  private static Runnable wake(List<Reader> woken, List<Entry> news, RunLogFailure failure) {
    return woken.isEmpty() ? NOBODY : new Wake(woken, news, failure);
  }

  /**
   * Tells readers the same.
   *
   * @param news {@code null} if it is a failure
   */
  private record Wake(List<Reader> woken, List<Entry> news, RunLogFailure failure)
      implements Runnable {

    @Override
    public void run() {
      for (Reader reader : woken) {
        tell(reader.waiting);
      }
    }

    /** A reader that breaks must not keep the news from the others, nor fail whoever brought it. */
    private void tell(Waiting reader) {
      try {
        if (failure == null) {
          reader.complete(news);
        } else {
          reader.fail(failure);
        }
      } catch (RuntimeException defect) {
        Infrastructure.handleDroppedException(defect);
      }
    }
  }
}
