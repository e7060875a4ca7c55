package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StepsTest {

  private static final int MOST = 20;

  private final Settings settings = Samples.withoutFinalEvaluation(Samples.settings(1, Stop.NEVER));

  private final State written =
      Samples.started(settings, "first", "last")
          .state()
          .apply(evaluated(0, 0.5))
          .apply(new Fact.CandidateStarted(2, 1, "more"))
          .apply(new Fact.CandidateCompleted(2, 1, "third", null, Usage.of(1, 1), "stop", 1))
          .apply(evaluated(1, 0.5));

  @Test
  void theLastCandidateIsNotEvaluatedWhereThatIsNotWanted() {
    assertEquals(new Step.Finish(StopReason.MAX_ITERATIONS), next(written));
  }

  @Test
  void whatWasTheLastCandidateIsEvaluatedBeforeThePersonsWishIsWritten() {
    State asked = written.apply(new Fact.SteeringReceived("more", "ann", Fact.SteeringWhen.NEXT));

    assertEquals(new Step.Evaluate(2, 1), next(asked));
  }

  private static Step next(State state) {
    return Steps.next(state, RewardMode.POINTWISE, MOST);
  }

  private static Fact evaluated(int candidate, double score) {
    Evaluation said = Evaluation.of("scripted", score, "fine");
    return new Fact.EvaluationCompleted(
        candidate, 0, score, said.details(), null, null, "fine", 0, Usage.of(1, 1), 1);
  }
}
