package dev.hone.refinement;

import java.util.List;

/** Whether a run's token budget can pay for its next call, as far as that is known before it. */
final class Budget {

  private Budget() {}

  /**
   * False if the tokens that are used and those that the call is known to need at least are as many
   * as the budget or more: then nothing is left for its answer.
   */
  static boolean pays(State state, Step next) {
    Long budget = state.settings().stop().tokenBudget();
    return budget == null || state.used().totalTokens() + least(state, next) < budget;
  }

  /** Tokens of the call's prompt, at least; 0 where nothing is known. */
  static long least(State state, Step next) {
    if (next instanceof Step.Write) {
      return ofPrompt(state);
    }
    return next instanceof Step.Evaluate ? ofJudge(state) : 0;
  }

  /** The prompt is that of the last call, its answer, and more. */
  private static long ofPrompt(State state) {
    Candidate last = state.newest();
    return last == null || !isCounted(last.usage())
        ? 0
        : last.usage().promptTokens() + (last.isUsable() ? atLeast(last) : 0);
  }

  /**
   * A judge has its task and the conversation to read, whatever the candidates: what the least of
   * its calls had beside them. Of several calls in one evaluation, each may have read them all.
   */
  private static long ofJudge(State state) {
    return state.evaluations().stream()
        .filter(evaluation -> isCounted(evaluation.usage()))
        .mapToLong(evaluation -> besideCandidates(evaluation, state.candidates()))
        .min()
        .orElse(0);
  }

  private static long besideCandidates(Fact.EvaluationCompleted done, List<Candidate> all) {
    long read =
        all.stream()
            .filter(candidate -> candidate.candidate() <= done.candidate())
            .mapToLong(Budget::atMost)
            .sum();
    return Math.max(0, done.usage().promptTokens() - 2 * read);
  }

  /** Part of what a provider counts as the answer may be thoughts, which no later prompt has. */
  private static long atLeast(Candidate candidate) {
    long ofText = Usage.estimate(0, candidate.content().length()).completionTokens();
    return Math.min(ofText, candidate.usage().completionTokens());
  }

  /**
   * No text has more tokens than bytes; where the provider has counted it has no more than that.
   */
  private static long atMost(Candidate candidate) {
    return isCounted(candidate.usage())
        ? candidate.usage().completionTokens()
        : 3L * candidate.content().length();
  }

  private static boolean isCounted(Usage usage) {
    return usage != null && usage.estimated() == null;
  }
}
