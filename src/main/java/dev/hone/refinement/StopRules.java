package dev.hone.refinement;

/** When the loop ends, decided in code and never by the model's word. */
final class StopRules {

  /**
   * Scores are sums of fractions: a step of exactly {@code min_delta} must count in spite of
   * rounding.
   */
  private static final double ROUNDING = 1e-9;

  private StopRules() {}

  /** Why to stop now, {@code null} to go on; asked when nothing is left to evaluate. */
  static StopReason reason(State state, RewardMode mode) {
    Settings settings = state.settings();
    if (isReached(settings.stop().targetScore(), state.bestCandidate())) {
      return StopReason.TARGET_SCORE;
    }
    Integer patience = settings.stop().patience();
    if (patience != null && withoutImprovement(state, mode) >= patience) {
      return StopReason.NO_IMPROVEMENT;
    }
    return state.iteration() >= settings.maxIterations() ? StopReason.MAX_ITERATIONS : null;
  }

  private static boolean isReached(Double target, Candidate best) {
    return target != null
        && best != null
        && best.score() != null
        && best.score() >= target - ROUNDING;
  }

  /** How many of the newest evaluations in a row brought no improvement. */
  private static int withoutImprovement(State state, RewardMode mode) {
    return mode.compares() ? unchangedBest(state) : unraisedScore(state);
  }

  private static int unchangedBest(State state) {
    int unchanged = 0;
    Integer best = null;
    for (Fact.EvaluationCompleted evaluation : state.evaluations()) {
      boolean changed = evaluation.best() != null && !evaluation.best().equals(best);
      unchanged = changed ? 0 : unchanged + 1;
      best = evaluation.best();
    }
    return unchanged;
  }

  private static int unraisedScore(State state) {
    Double minDelta = state.settings().stop().minDelta();
    int unraised = 0;
    Double improved = null; // the score of the last improvement
    for (Fact.EvaluationCompleted evaluation : state.evaluations()) {
      boolean counts = state.candidates().get(evaluation.candidate()).isUsable();
      Double score = counts ? evaluation.score() : null;
      if (isRaised(score, improved, minDelta == null ? 0 : minDelta)) {
        improved = evaluation.score();
        unraised = 0;
      } else {
        unraised++;
      }
    }
    return unraised;
  }

  private static boolean isRaised(Double score, Double improved, double minDelta) {
    return score != null
        && (improved == null || score > improved && score - improved >= minDelta - ROUNDING);
  }
}
