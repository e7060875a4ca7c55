package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class StateTest {

  private final State begun = Samples.started(Samples.settings(3, Stop.NEVER)).state();

  @Test
  void aCallUnderWayIsCountedByAnEstimate() {
    State writing =
        begun
            .apply(new Fact.CandidateStarted(0, 0, null))
            .apply(new Fact.ThinkingDelta(0, "1234"))
            .apply(new Fact.CandidateDelta(0, "12345678"));

    // "Be kind." and "Why is the sky blue?" are 28 characters
    assertEquals(new Usage(7, 3, 10, null, true), writing.usage());
  }

  @Test
  void theProvidersCountReplacesTheEstimate() {
    State done =
        begun
            .apply(new Fact.CandidateStarted(0, 0, null))
            .apply(new Fact.CandidateDelta(0, "12345678"))
            .apply(completed(0, "12345678"));

    assertEquals(Usage.of(10, 5), done.usage());
  }

  @Test
  void aCallThatATakeoverThrewAwayStaysCounted() {
    State again =
        begun
            .apply(new Fact.CandidateStarted(0, 0, null))
            .apply(new Fact.CandidateDelta(0, "1234"))
            .apply(new Fact.CandidateDiscarded(0, Fact.CandidateDiscardReason.TAKEOVER))
            .apply(new Fact.CandidateStarted(0, 0, null))
            .apply(completed(0, "12345678"));

    assertEquals(new Usage(17, 6, 23, null, true), again.usage());
  }

  @Test
  void steeringWaitsUntilAPromptHasTakenItUp() {
    State steered =
        begun
            .apply(new Fact.SteeringReceived("shorter", "ann", Fact.SteeringWhen.NEXT))
            .apply(new Fact.SteeringReceived("in French", "bob", Fact.SteeringWhen.NEXT));

    State taken = steered.apply(new Fact.CandidateStarted(1, 1, "why\n\nA reader asks: shorter"));

    assertEquals(
        List.of("in French"), taken.steering().stream().map(Fact.SteeringReceived::text).toList());
  }

  @Test
  void whatAPromptHadTakenUpIsAskedAgainOnceItsCandidateIsVoid() {
    Fact.SteeringReceived shorter =
        new Fact.SteeringReceived("shorter", "ann", Fact.SteeringWhen.NOW);
    Fact.SteeringReceived french =
        new Fact.SteeringReceived("in French", "bob", Fact.SteeringWhen.NOW);
    State taken =
        begun
            .apply(shorter)
            .apply(new Fact.CandidateStarted(1, 1, "why\n\nA reader asks: shorter"))
            .apply(french);

    State voided = taken.apply(new Fact.CandidateDiscarded(1, Fact.CandidateDiscardReason.STEERED));

    assertEquals(List.of(shorter, french), voided.steering());
  }

  @Test
  void whatBeginsLikeSomethingThatWasTakenUpIsNotTakenUp() {
    State steered = begun.apply(new Fact.SteeringReceived("short", "ann", Fact.SteeringWhen.NEXT));

    State taken = steered.apply(new Fact.CandidateStarted(1, 1, "why\n\nA reader asks: shorter"));

    assertEquals(1, taken.steering().size());
  }

  @Test
  void aListwiseEvaluationScoresAllCandidatesAnew() {
    State ranked =
        begun
            .apply(completed(0, "a"))
            .apply(completed(1, "b"))
            .apply(
                new Fact.EvaluationCompleted(
                    1,
                    1,
                    0.0,
                    List.of(),
                    null,
                    List.of(new Evaluation.Rank(0, 1), new Evaluation.Rank(1, 0)),
                    "why",
                    0,
                    Usage.NONE,
                    1));

    assertEquals(List.of(1.0, 0.0), ranked.candidates().stream().map(Candidate::score).toList());
    assertEquals(0, ranked.best());
  }

  @Test
  void theNewestIsTheBestUntilOneHasAScore() {
    State unscored = begun.apply(completed(0, "a")).apply(completed(1, "b"));
    State empty = begun.apply(completed(0, " \n"));

    assertEquals(1, unscored.best());
    assertNull(empty.best());
  }

  @Test
  void aCancelledRunTellsTheBestThatItHad() {
    Fact.RunCancelled end = begun.apply(completed(0, "a")).cancelled("ann");

    assertEquals(new Fact.RunCancelled("ann", 0, "a", null, Usage.of(10, 5)), end);
  }

  /** As where a rule of a mix has a score, and its judge's verdict could not be read. */
  @Test
  void aMixThatHasNoScoreSaysNothingOfTheBest() {
    List<Evaluation.Detail> rule = List.of(new Evaluation.Detail("length", 1.0, "fine"));
    State mixed =
        begun
            .apply(completed(0, "first"))
            .apply(
                new Fact.EvaluationCompleted(
                    0, 0, null, rule, null, null, "none", 0, Usage.of(1, 1), 1))
            .apply(completed(1, "second"));

    assertEquals(1, mixed.best());
  }

  private static Fact.CandidateCompleted completed(int candidate, String content) {
    return new Fact.CandidateCompleted(
        candidate, candidate, content, null, Usage.of(10, 5), "stop", 1);
  }
}
