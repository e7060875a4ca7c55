package dev.hone.run.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Message;
import dev.hone.refinement.Problem;
import dev.hone.refinement.Sample;
import dev.hone.refinement.StopReason;
import dev.hone.refinement.Usage;
import dev.hone.run.RunFacts;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeightTest {

  private static final Usage NONE = Usage.NONE;

  /** 30,000 bytes. */
  private static final String LONG = "字".repeat(10_000);

  static Stream<Fact> facts() {
    return Stream.of(
        new Fact.RunCreated(
            new Sample(List.of(Message.user(LONG)), null), RunFacts.settings(3), Map.of()),
        new Fact.RunCreated(RunFacts.QUESTION, RunFacts.settings(3), Map.of("note", LONG)),
        new Fact.CandidateStarted(1, 1, LONG),
        RunFacts.delta(0, LONG),
        new Fact.CandidateCompleted(0, 0, LONG, null, NONE, "stop", 1),
        new Fact.CandidateCompleted(0, 0, "short", LONG, NONE, "stop", 1),
        evaluation(List.of(new Evaluation.Detail("judge", 1.0, LONG)), null, "short"),
        evaluation(List.of(), List.of(new Evaluation.RubricVerdict(LONG, true)), "short"),
        evaluation(null, null, LONG),
        RunFacts.steering(LONG),
        new Fact.RunCompleted(0, LONG, 1.0, StopReason.MAX_ITERATIONS, 1, NONE, 1),
        new Fact.RunFailed(Problem.of("internal", "It failed", 500, null), 0, LONG, null, NONE),
        new Fact.RunCancelled("owner", 0, LONG, null, NONE));
  }

  @ParameterizedTest
  @MethodSource("facts")
  void hasEachTextTwice(Fact fact) {
    long weight = Weight.of(fact);

    assertTrue(weight >= 60_000 && weight < 63_000, fact.type() + " weighs " + weight);
  }

  private static Fact evaluation(
      List<Evaluation.Detail> details, List<Evaluation.RubricVerdict> rubrics, String feedback) {
    return new Fact.EvaluationCompleted(0, 0, 1.0, details, rubrics, null, feedback, 0, NONE, 1);
  }
}
