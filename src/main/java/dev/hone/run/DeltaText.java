package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Neighbouring deltas that are one text, and numbered without a gap. Only the text and where each
 * delta ends in it is kept: a delta's event and its wire forms, several hundred bytes for a word,
 * would outlive a young generation and be copied by the collector until the step is complete. Not
 * thread-safe.
 *
 * <p>It remembers the newest entry that it made, so that watchers who wait for the same one share
 * it and its wire forms. Weakly: for a run that nobody joins any more it would hold the text so far
 * twice more.
 */
final class DeltaText implements Timeline.Piece {

  private final Event first;

  /** The fact of {@link #first}. Kept beside the event, since each token is compared with it. */
  private final Fact.Delta begun;

  private final StringBuilder text = new StringBuilder();

  /** Where the delta with the number {@code first.seq() + i} ends. */
  private int[] ends = new int[16];

  private int size;
  private long lastSeq;

  /** The last delta; it is wanted most, by who is just behind. */
  private Entry last;

  private long madeAfter;
  private WeakReference<Entry> made = new WeakReference<>(null);

  private DeltaText(Entry first) {
    this.first = first.event();
    this.begun = delta(this.first);
    append(first);
  }

  /** The text of two neighbours; {@code null} where the second doesn't go on with the first. */
  static DeltaText of(Entry before, Entry next) {
    if (!(before.event().fact() instanceof Fact.Delta text)
        || !goesOn(before.lastSeq(), text, next.event())) {
      return null;
    }
    DeltaText both = new DeltaText(before);
    both.append(next);
    return both;
  }

  /** False: it belongs to another text. */
  boolean add(Entry next) {
    boolean goesOn = goesOn(lastSeq, begun, next.event());
    if (goesOn) {
      append(next);
    }
    return goesOn;
  }

  private static boolean goesOn(long seq, Fact.Delta text, Event after) {
    return after.seq() == seq + 1
        && after.fact() instanceof Fact.Delta next
        && text.continuedBy(next);
  }

  @Override
  public long lastSeq() {
    return lastSeq;
  }

  /** The rest of the text as one delta that has the number and the time of the last. */
  @Override
  public Entry after(long seq) {
    int skipped = skipped(seq);
    if (skipped == size - 1) {
      return last;
    }
    Entry known = madeAfter == first.seq() + skipped ? made.get() : null;
    if (known != null && known.lastSeq() == lastSeq) {
      return known;
    }
    String rest = between(skipped, size);
    Entry entry =
        new Entry(new Event(first.run(), lastSeq, last.event().at(), begun.withText(rest)));
    madeAfter = first.seq() + skipped;
    made = new WeakReference<>(entry);
    return entry;
  }

  /** Each delta on its own; all have the time of the last. */
  @Override
  public Stream<Event> eventsAfter(long seq) {
    return IntStream.range(skipped(seq), size)
        .mapToObj(
            i ->
                new Event(
                    first.run(),
                    first.seq() + i,
                    last.event().at(),
                    begun.withText(between(i, i + 1))));
  }

  private int skipped(long seq) {
    return (int) Math.max(0, seq - first.seq() + 1);
  }

  private String between(int from, int to) {
    return text.substring(from == 0 ? 0 : ends[from - 1], ends[to - 1]);
  }

  private void append(Entry delta) {
    text.append(delta(delta.event()).text());
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    ends[size++] = text.length();
    last = delta;
    lastSeq = delta.lastSeq();
  }

  private static Fact.Delta delta(Event event) {
    return (Fact.Delta) event.fact();
  }
}
