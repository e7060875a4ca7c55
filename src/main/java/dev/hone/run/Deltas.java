package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges the neighbouring deltas of a slice into one each, as {@link RunLog#next} promises.
 * Thread-safe.
 *
 * <p>It remembers the newest entry that it made, so that watchers who wait for the same one share
 * it and its wire forms. Weakly: for a run that nobody joins any more it would hold the text so far
 * twice more.
 */
public final class Deltas {

  private record Merged(long first, long last, WeakReference<Entry> entry) {

    /** {@code null}: it is another's, or gone. */
    Entry of(long first, long last) {
      return this.first == first && this.last == last ? entry.get() : null;
    }
  }

  private volatile Merged newest;

  /** Whether the two are one text. */
  static boolean belongTogether(Entry before, Entry after) {
    return before.event().fact() instanceof Fact.Delta delta
        && after.event().fact() instanceof Fact.Delta next
        && delta.continuedBy(next);
  }

  public List<Entry> merge(List<Entry> entries) {
    if (entries.size() < 2) {
      return entries;
    }
    List<Entry> merged = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= entries.size(); to++) {
      if (to == entries.size() || !belongTogether(entries.get(to - 1), entries.get(to))) {
        merged.add(one(entries.subList(from, to)));
        from = to;
      }
    }
    return List.copyOf(merged);
  }

  private Entry one(List<Entry> text) {
    Entry last = text.get(text.size() - 1);
    if (text.size() == 1) {
      return last;
    }
    long first = text.get(0).event().seq();
    Merged known = newest;
    Entry made = known == null ? null : known.of(first, last.event().seq());
    if (made == null) {
      made = new Entry(joined(text, last.event()));
      newest = new Merged(first, last.event().seq(), new WeakReference<>(made));
    }
    return made;
  }

  private static Event joined(List<Entry> entries, Event last) {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(((Fact.Delta) entry.event().fact()).text());
    }
    Fact.Delta whole = ((Fact.Delta) last.fact()).withText(text.toString());
    return new Event(last.run(), last.seq(), last.at(), whole);
  }
}
