package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/** Gives facts their number and their time, to the millisecond. */
record Numbering(Clock clock) {

  Event first(String run, Fact.RunCreated created) {
    return new Event(run, 1, now(), created);
  }

  /**
   * @param made makes the fact from the state before it
   * @throws RunLogFailure.Ended if nothing can follow
   */
  Event next(RunState before, Function<RunState, Fact> made) {
    if (before.hasEnded()) {
      throw new RunLogFailure.Ended(before.id());
    }
    return new Event(before.id(), before.lastSeq() + 1, now(), made.apply(before));
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }
}
