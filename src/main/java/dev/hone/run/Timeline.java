package dev.hone.run;

import dev.hone.refinement.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of one run in their order, without what a complete step has made superfluous. Not
 * thread-safe.
 *
 * <p>The event that completes a step carries its whole text. So the step's deltas go, and with them
 * what only voids them: a reader who saw some of them learns from that event what counts. Discards
 * that change the fold (steering, takeover) stay, and so does the start that follows them.
 */
final class Timeline {

  private final ArrayList<Entry> entries = new ArrayList<>();

  /** How many entries belong to steps that are complete. */
  private int settled;

  void add(Entry entry) {
    entries.add(entry);
    if (endsStep(entry.event().fact())) {
      settle();
    }
  }

  /**
   * A copy of what comes after a position: so many entries that merging their deltas leaves at most
   * {@code limit}.
   */
  List<Entry> after(long seq, int limit) {
    int from = indexAfter(seq);
    int to = from;
    int merged = 0;
    while (to < entries.size()) {
      boolean more = to > from && Deltas.belongTogether(entries.get(to - 1), entries.get(to));
      if (!more && ++merged > limit) {
        break;
      }
      to++;
    }
    return List.copyOf(entries.subList(from, to));
  }

  /** A copy. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  private int indexAfter(long seq) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).event().seq() <= seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean endsStep(Fact fact) {
    return fact instanceof Fact.CandidateCompleted
        || fact instanceof Fact.EvaluationCompleted
        || fact instanceof Fact.Terminal;
  }

  private void settle() {
    List<Entry> step = entries.subList(settled, entries.size());
    List<Entry> kept = new ArrayList<>();
    boolean retried = false;
    for (Entry entry : step) {
      Fact fact = entry.event().fact();
      boolean startsAgain = retried && fact instanceof Fact.CandidateStarted;
      if (isRetry(fact)) {
        retried = true;
      } else if (startsAgain) {
        retried = false;
      } else if (!isVoid(fact)) {
        retried = retried && !(fact instanceof Fact.CandidateDiscarded);
        kept.add(entry);
      }
    }
    step.clear();
    entries.addAll(kept);
    entries.trimToSize();
    settled = entries.size();
  }

  private static boolean isRetry(Fact fact) {
    return fact instanceof Fact.CandidateDiscarded discarded
        && discarded.reason() == Fact.CandidateDiscardReason.RETRY;
  }

  private static boolean isVoid(Fact fact) {
    return fact instanceof Fact.Delta || fact instanceof Fact.EvaluationDiscarded;
  }
}
