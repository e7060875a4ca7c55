package dev.hone.refinement;

/** What a run does next. */
sealed interface Step {

  /**
   * Writes a candidate. {@code feedback}: what the prompt says; see {@link Fact.CandidateStarted}.
   */
  record Write(int candidate, int iteration, String feedback) implements Step {}

  record Evaluate(int candidate, int iteration) implements Step {}

  record Finish(StopReason reason) implements Step {}
}
