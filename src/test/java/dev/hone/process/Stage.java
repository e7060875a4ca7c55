package dev.hone.process;

import dev.hone.model.Gate;
import dev.hone.process.ScriptedRuns.Call;
import dev.hone.refinement.EvaluationDiscardReason;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;

/** Where a run is held: how far the model has come with which call. */
enum Stage {
  BEFORE_FIRST_TOKEN(false, 0, 0),
  IN_FIRST_CANDIDATE(false, 0, 12),
  BEFORE_CANDIDATE_ENDS(false, 0, ScriptedRuns.ALL),
  BEFORE_JUDGE_ANSWERS(true, 0, 0),
  IN_CRITIQUE(true, 0, 12),
  IN_SECOND_CANDIDATE(false, 1, 12),
  BEFORE_RUN_ENDS(true, 1, ScriptedRuns.ALL);

  private final boolean judge;
  private final int candidate;
  private final int tokens;

  Stage(boolean judge, int candidate, int tokens) {
    this.judge = judge;
    this.candidate = candidate;
    this.tokens = tokens;
  }

  /** The call under way. */
  Call call(String run) {
    return new Call(run, judge, candidate);
  }

  /** What tells watchers that the step is void, since another pod does it again. */
  Fact voided() {
    return judge
        ? new Fact.EvaluationDiscarded(candidate, null, EvaluationDiscardReason.TAKEOVER)
        : new Fact.CandidateDiscarded(candidate, Fact.CandidateDiscardReason.TAKEOVER);
  }

  /** Holds a run there, once. */
  Gate hold(ScriptedRuns model, String run) {
    return model.hold(call(run), tokens);
  }

  /** Waits until a watcher has seen all that the model said before. */
  void await(Watcher watcher, String name) {
    watcher.await("the step " + this, this::isStart);
    watcher.awaitWriting(ScriptedRuns.firstTelling(call(name), tokens));
  }

  private boolean isStart(Event event) {
    return event.fact() instanceof Fact.CandidateStarted writing
        ? !judge && writing.candidate() == candidate
        : event.fact() instanceof Fact.EvaluationStarted evaluating
            && judge
            && evaluating.candidate() == candidate;
  }
}
