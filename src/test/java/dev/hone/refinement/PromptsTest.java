package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

  @Test
  void whatIsAskedForNowJoinsTheQuestionAndStaysThere() {
    State asked =
        Samples.started(Samples.settings(3, Stop.NEVER))
            .state()
            .apply(new Fact.SteeringReceived("In verse.", "ann", Fact.SteeringWhen.NOW))
            .apply(new Fact.SteeringReceived("Shorter.", "bob", Fact.SteeringWhen.NEXT));
    Step.Write step = (Step.Write) Steps.next(asked, RewardMode.POINTWISE, 5);

    List<Message> first = Prompts.next(asked, step.feedback());
    State written =
        asked
            .apply(new Fact.CandidateStarted(0, 0, step.feedback()))
            .apply(new Fact.CandidateCompleted(0, 0, "a", null, Usage.of(10, 5), "stop", 1));
    List<Message> second = Prompts.next(written, Prompts.feedback(written));

    assertEquals("Why is the sky blue?\n\nA reader asks: In verse.", first.get(1).content());
    assertEquals(first, second.subList(0, first.size()));
    assertTrue(second.get(3).content().contains("A reader asks: Shorter."));
    assertFalse(second.get(3).content().contains("In verse."));
  }

  @Test
  void whatIsAskedForNowIsATurnOfItsOwnBehindAnAnswer() {
    Sample sample =
        new Sample(List.of(Message.user("Why?"), Message.assistant("Because")), List.of());
    State asked =
        State.of(new Fact.RunCreated(sample, Samples.settings(3, Stop.NEVER), Map.of()))
            .apply(new Fact.SteeringReceived("In verse.", "ann", Fact.SteeringWhen.NOW));

    List<Message> prompt = Prompts.next(asked, Prompts.forNow(asked));

    assertEquals(Message.user("A reader asks: In verse."), prompt.get(2));
  }
}
