package dev.hone.refinement;

import java.util.Locale;

/** How a run ends by itself. */
final class Endings {

  private static final System.Logger LOG = System.getLogger(Endings.class.getName());

  private Endings() {}

  /**
   * After the last step, or where the deadline cut one: then there is a next step other than
   * finishing.
   */
  static Fact.Terminal completed(State state, Step next, long durationMs) {
    return next instanceof Step.Finish finish
        ? completed(state, finish.reason(), durationMs)
        : completed(state, StopReason.DEADLINE, durationMs);
  }

  /**
   * A full context, or an owner who has nothing left, ends a run that has something to show; any
   * other failure fails it.
   */
  static Fact.Terminal failed(String run, State state, Throwable failure, long durationMs) {
    if (failure instanceof ModelFailure model) {
      return model.kind() == ModelFailure.Kind.CONTEXT_LENGTH && state.best() != null
          ? completed(state, StopReason.CONTEXT_LENGTH, state.usageAfterFailure(), durationMs)
          : state.failed(model.problem());
    }
    if (failure instanceof Allowance.Spent spent) {
      return state.best() != null
          ? completed(state, StopReason.TOKEN_BUDGET, durationMs)
          : state.failed(spent.problem());
    }
    LOG.log(System.Logger.Level.ERROR, "Run " + run + " failed by an internal error", failure);
    return state.failedByDefect();
  }

  private static Fact.Terminal completed(State state, StopReason reason, long durationMs) {
    return completed(state, reason, state.usage(), durationMs);
  }

  private static Fact.Terminal completed(
      State state, StopReason reason, Usage usage, long durationMs) {
    Candidate best = state.bestCandidate();
    if (best == null) {
      return state.failed(
          Problem.of(
              "no-candidate",
              "No usable answer",
              502,
              "The run stopped ("
                  + wire(reason)
                  + ") before the model had given an answer that can be used"
                  + Unusable.ending(state.newest())
                  + "."));
    }
    return new Fact.RunCompleted(
        best.candidate(),
        best.content(),
        best.score(),
        reason,
        state.candidates().size(),
        usage,
        durationMs);
  }

  private static String wire(StopReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
