package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "0.5, 0.50",
    "0.005, 0.01",
    "-0.126, -0.13",
    "12345.678, 12345.68",
    "-Infinity, -Infinity",
    "NaN, NaN"
  })
  void aTurnSaysTheScoreWithTwoDigits(double score, String said) {
    State evaluated =
        Samples.started(Samples.settings(3, Stop.NEVER))
            .state()
            .apply(new Fact.CandidateCompleted(0, 0, "a", null, Usage.of(10, 5), "stop", 1))
            .apply(
                new Fact.EvaluationCompleted(
                    0, 0, score, List.of(), null, null, "why", null, Usage.NONE, 1));

    String turn = Prompts.next(evaluated, "why").get(3).content();

    assertTrue(turn.contains("Its score: " + said + ". The best score so far: none."), turn);
  }
}
