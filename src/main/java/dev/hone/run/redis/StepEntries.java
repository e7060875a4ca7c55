package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * Which entries of the step under way its end makes superfluous: its deltas, and what only voids
 * them. Not thread-safe.
 */
final class StepEntries {

  private final List<Long> superfluous = new ArrayList<>();
  private boolean retried;

  /** Whether the event that this becomes carries the whole text of its step. */
  static boolean isEnd(Fact fact) {
    return fact instanceof Fact.CandidateCompleted
        || fact instanceof Fact.EvaluationCompleted
        || fact instanceof Fact.Terminal;
  }

  void add(Event event) {
    Fact fact = event.fact();
    if (isEnd(fact)) {
      superfluous.clear();
      retried = false;
    } else if (isRetry(fact)) {
      superfluous.add(event.seq());
      retried = true;
    } else if (fact instanceof Fact.CandidateDiscarded) {
      retried = false; // what is started after this one is no mere repetition
    } else if (retried && fact instanceof Fact.CandidateStarted) {
      superfluous.add(event.seq());
      retried = false;
    } else if (fact instanceof Fact.Delta || fact instanceof Fact.EvaluationDiscarded) {
      superfluous.add(event.seq());
    }
  }

  /** Their numbers, if the step ended now. */
  List<Long> superfluous() {
    return List.copyOf(superfluous);
  }

  private static boolean isRetry(Fact fact) {
    return fact instanceof Fact.CandidateDiscarded discarded
        && discarded.reason() == Fact.CandidateDiscardReason.RETRY;
  }
}
