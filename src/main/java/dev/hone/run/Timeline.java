package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The entries of one run in their order, without what a complete step has made superfluous. Not
 * thread-safe.
 *
 * <p>The event that completes a step carries its whole text. So the step's deltas go, and with them
 * what only voids them: a reader who saw some of them learns from that event what counts. Discards
 * that change the fold (steering, takeover) stay, and so does the start that follows them.
 */
final class Timeline {

  /** An entry, or the deltas of one text. */
  interface Piece {

    /** The number of its newest event. */
    long lastSeq();

    /**
     * What of it is newer than a position.
     *
     * @param seq less than {@link #lastSeq}
     */
    Entry after(long seq);

    /** As {@link #after}, each event as it was appended. */
    Stream<Event> eventsAfter(long seq);
  }

  private final ArrayList<Piece> pieces = new ArrayList<>();

  /** How many pieces belong to steps that are complete. */
  private int settled;

  void add(Entry entry) {
    if (!joins(entry)) {
      pieces.add(entry);
      if (endsStep(entry.event().fact())) {
        settle();
      }
    }
  }

  /** A copy of what comes after a position, at most {@code limit}; a text is one delta in it. */
  List<Entry> after(long seq, int limit) {
    if (pieces.isEmpty() || pieces.get(pieces.size() - 1).lastSeq() <= seq) {
      return List.of(); // as for each watcher who has just got the newest
    }
    int from = indexAfter(seq);
    int to = Math.min(pieces.size(), from + limit);
    List<Entry> news = new ArrayList<>(to - from);
    for (Piece piece : pieces.subList(from, to)) {
      news.add(piece.after(seq));
    }
    return Collections.unmodifiableList(news);
  }

  /** A copy of what comes after a position, nothing merged. */
  List<Event> eventsAfter(long seq) {
    return pieces.subList(indexAfter(seq), pieces.size()).stream()
        .flatMap(piece -> piece.eventsAfter(seq))
        .toList();
  }

  /** A copy of all. */
  List<Entry> entries() {
    return after(0, pieces.size());
  }

  private boolean joins(Entry next) {
    int newest = pieces.size() - 1;
    if (newest < 0) {
      return false;
    }
    Piece last = pieces.get(newest);
    if (last instanceof DeltaText text) {
      return text.add(next);
    }
    DeltaText text = DeltaText.of((Entry) last, next);
    if (text != null) {
      pieces.set(newest, text);
    }
    return text != null;
  }

  private int indexAfter(long seq) {
    int low = 0;
    int high = pieces.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pieces.get(middle).lastSeq() <= seq) {
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

  /**
   * Keeps no wire forms that were made so far: who waited has them from the entry itself, few come
   * later, and for as long as the run is kept they would take more than the text.
   */
  private void settle() {
    List<Piece> step = pieces.subList(settled, pieces.size());
    List<Piece> kept = new ArrayList<>();
    boolean retried = false;
    for (Piece piece : step) {
      if (!(piece instanceof Entry entry)) {
        continue;
      }
      Fact fact = entry.event().fact();
      boolean startsAgain = retried && fact instanceof Fact.CandidateStarted;
      if (isRetry(fact)) {
        retried = true;
      } else if (startsAgain) {
        retried = false;
      } else if (!isVoid(fact)) {
        retried = retried && !(fact instanceof Fact.CandidateDiscarded);
        kept.add(entry.withoutForms());
      }
    }
    step.clear();
    pieces.addAll(kept);
    pieces.trimToSize();
    settled = pieces.size();
  }

  private static boolean isRetry(Fact fact) {
    return fact instanceof Fact.CandidateDiscarded discarded
        && discarded.reason() == Fact.CandidateDiscardReason.RETRY;
  }

  private static boolean isVoid(Fact fact) {
    return fact instanceof Fact.Delta || fact instanceof Fact.EvaluationDiscarded;
  }
}
