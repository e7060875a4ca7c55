package dev.hone.run.redis;

import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import java.util.List;

/** What a run's stream says, read from its first entry on. Not thread-safe. */
final class Loaded {

  private final StepEntries step = new StepEntries();
  private RunState state;
  private long mark;

  void add(List<Stored> entries) {
    for (Stored entry : entries) {
      state = entry.applyTo(state);
      step.add(entry.event());
      if (!(entry.event().fact() instanceof Fact.Delta)) {
        mark = entry.seq();
      }
    }
  }

  RunState state() {
    return state;
  }

  StepEntries step() {
    return step;
  }

  long last() {
    return state == null ? 0 : state.lastSeq();
  }

  /** The number of the newest event that is no delta. */
  long mark() {
    return mark;
  }
}
