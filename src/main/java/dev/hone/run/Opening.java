package dev.hone.run;

import dev.hone.refinement.EvaluationDiscardReason;
import dev.hone.refinement.Fact;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.Problem;
import dev.hone.refinement.RunState;
import dev.hone.refinement.State;
import java.util.List;

/** What a worker appends before it works on a run: that it starts, or how it takes over. */
final class Opening {

  private Opening() {}

  static List<Fact> ofNew(String pod) {
    return List.of(new Fact.RunStarted(pod, 1));
  }

  /**
   * For a run whose worker is gone: what was being written is void. A run that ends with its
   * connection and has lost that, most often with its pod, ends; so does one whose present step has
   * had its attempts: one that gets on may be handed over as often as pods come and go.
   *
   * @param connected whether the connection that it was started on is here and stands
   * @param attempts how many pods may begin with a step of a run, one after the other
   */
  static List<Fact> ofClaimed(RunState run, boolean connected, String pod, int attempts) {
    State state = run.state();
    if (state.settings().onDisconnect() == OnDisconnect.CANCEL && !connected) {
      return List.of(state.cancelled(Ties.DISCONNECT));
    }
    if (run.attemptsAtStep() >= attempts) {
      return List.of(state.failed(exhausted(run.attemptsAtStep())));
    }
    Fact started = new Fact.RunStarted(pod, run.attempt() + 1);
    return state.underway() == null
        ? List.of(started)
        : List.of(started, discarded(state.underway()));
  }

  private static Fact discarded(State.Underway step) {
    return step.evaluating()
        ? new Fact.EvaluationDiscarded(step.candidate(), null, EvaluationDiscardReason.TAKEOVER)
        : new Fact.CandidateDiscarded(step.candidate(), Fact.CandidateDiscardReason.TAKEOVER);
  }

  private static Problem exhausted(int attempts) {
    return Problem.of(
        "attempts",
        "The run was lost too often",
        500,
        attempts
            + " servers have begun with its next step, one after the other, and none has ended it.");
  }
}
