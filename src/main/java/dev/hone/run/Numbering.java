package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunFold;
import dev.hone.refinement.RunState;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/** Gives facts their number and their time, to the millisecond. */
public record Numbering(Clock clock) {

  public Event first(String run, Fact.RunCreated created) {
    return new Event(run, 1, now(), created);
  }

  /**
   * @throws RunLogFailure.Ended if nothing can follow
   */
  public Event next(RunFold before, Fact fact) {
    refuse(before.run(), before.hasEnded());
    return new Event(before.run(), before.lastSeq() + 1, now(), fact);
  }

  /**
   * @param made makes the fact from the state before it
   * @throws RunLogFailure.Ended if nothing can follow
   */
  public Event next(RunState before, Function<RunState, Fact> made) {
    refuse(before.id(), before.hasEnded());
    return new Event(before.id(), before.lastSeq() + 1, now(), made.apply(before));
  }

  private static void refuse(String run, boolean ended) {
    if (ended) {
      throw new RunLogFailure.Ended(run);
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }
}
