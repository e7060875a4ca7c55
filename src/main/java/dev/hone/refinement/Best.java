package dev.hone.refinement;

/** Which candidate is the best once an evaluation is in. */
final class Best {

  private Best() {}

  /** Number of the best candidate; {@code null} if none is usable. */
  static Integer after(State state, int candidate, Evaluation evaluation, RewardMode mode) {
    return mode.compares()
        ? winner(state, candidate, evaluation)
        : highest(state, candidate, evaluation.score());
  }

  /**
   * Whom a comparison sets against the newest: the best of the newest evaluation, before the first
   * one the first candidate. {@code null} if there is nobody.
   */
  static Integer incumbent(State state, int newest) {
    var evaluations = state.evaluations();
    if (!evaluations.isEmpty()) {
      return evaluations.get(evaluations.size() - 1).best();
    }
    return newest > 0 && state.candidates().get(0).isUsable() ? (Integer) 0 : null;
  }

  /** By the comparison; where nothing was compared the incumbent stays. */
  private static Integer winner(State state, int candidate, Evaluation evaluation) {
    Integer preferred = evaluation.preferred();
    if (preferred != null && state.candidates().get(preferred).isUsable()) {
      return preferred;
    }
    Integer incumbent = incumbent(state, candidate);
    if (incumbent != null) {
      return incumbent;
    }
    return state.candidates().get(candidate).isUsable() ? (Integer) candidate : null;
  }

  /** By score, ties to the earlier; one without a score only if none has one, then the newest. */
  private static Integer highest(State state, int candidate, Double score) {
    Candidate top = null;
    Double topScore = null;
    for (Candidate each : state.candidates()) {
      Double its = each.candidate() == candidate ? score : each.score();
      boolean better = its == null ? topScore == null : topScore == null || its > topScore;
      if (each.isUsable() && better) {
        top = each;
        topScore = its;
      }
    }
    return top == null ? null : top.candidate();
  }

  /**
   * Whether something is known of a candidate, so that a newest one of which nothing is known isn't
   * the best: it has a score, or a comparison that had nothing to compare it with has made it the
   * incumbent.
   */
  static boolean isKnown(State state) {
    for (Fact.EvaluationCompleted evaluation : state.evaluations()) {
      if (state.candidates().get(evaluation.candidate()).isUsable()
          && (evaluation.score() != null || hadNothingToCompare(evaluation))) {
        return true;
      }
    }
    return false;
  }

  /** Then only a reason was asked for. */
  private static boolean hadNothingToCompare(Fact.EvaluationCompleted evaluation) {
    return evaluation.details().stream().anyMatch(detail -> detail.score() == null);
  }
}
