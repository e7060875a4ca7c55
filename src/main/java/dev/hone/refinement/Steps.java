package dev.hone.refinement;

/** Decides a run's next step from its state alone, so that any pod decides the same. */
final class Steps {

  private Steps() {}

  /**
   * @param mostIterations up to which a person's steering is granted an iteration more
   */
  static Step next(State state, RewardMode mode, int mostIterations) {
    Step step = wanted(state, mode, mostIterations);
    return step instanceof Step.Finish || Budget.pays(state, step)
        ? step
        : new Step.Finish(StopReason.TOKEN_BUDGET);
  }

  private static Step wanted(State state, RewardMode mode, int mostIterations) {
    if (state.candidates().isEmpty()) {
      return new Step.Write(0, 0, Prompts.forNow(state));
    }
    boolean asked = !state.steering().isEmpty() && state.iteration() < mostIterations;
    Candidate unevaluated = toEvaluate(state, mode, asked);
    if (unevaluated != null) {
      return new Step.Evaluate(unevaluated.candidate(), unevaluated.iteration());
    }
    StopReason stop = StopRules.reason(state, mode);
    if (stop != null && !asked) {
      return new Step.Finish(stop);
    }
    return new Step.Write(
        state.candidates().size(), state.iteration() + 1, Prompts.feedback(state));
  }

  /**
   * The oldest candidate that wants an evaluation. A listwise reward sees all candidates in one,
   * that of the newest; a pairwise one has nothing to compare the first with, unless it is alone
   * and needs feedback.
   *
   * @param asked whether a person has asked for one iteration more: then none is the last
   */
  private static Candidate toEvaluate(State state, RewardMode mode, boolean asked) {
    int first =
        switch (mode) {
          case POINTWISE -> 0;
          case LISTWISE -> state.candidates().size() - 1;
          case PAIRWISE -> Math.min(1, state.candidates().size() - 1);
        };
    for (int i = first; i < state.candidates().size(); i++) {
      Candidate candidate = state.candidates().get(i);
      if (!candidate.isEvaluated()
          && (asked || state.settings().finalEvaluation() || !isLast(candidate, state))) {
        return candidate;
      }
    }
    return null;
  }

  private static boolean isLast(Candidate candidate, State state) {
    return candidate == state.newest() && candidate.iteration() >= state.settings().maxIterations();
  }
}
