package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFoldTest {

  private static final Fact.RunCreated CREATED =
      new Fact.RunCreated(
          new Sample(List.of(Message.user("Why?")), List.of()),
          Samples.settings(3, Stop.NEVER),
          Map.of());

  private final List<Event> log =
      numbered(
          CREATED,
          new Fact.CandidateDelta(0, "before any start"),
          new Fact.RunStarted("pod", 1),
          new Fact.CandidateStarted(0, 0, null),
          new Fact.ThinkingDelta(0, "hm"),
          new Fact.CandidateDelta(0, "one "),
          new Fact.CandidateDelta(0, ""),
          new Fact.CandidateDelta(0, "two"),
          new Fact.CandidateDiscarded(0, Fact.CandidateDiscardReason.TAKEOVER),
          new Fact.RunStarted("other", 2),
          new Fact.CandidateStarted(0, 0, null),
          new Fact.CandidateDelta(0, "again"),
          new Fact.CandidateCompleted(0, 0, "again", null, Usage.of(10, 5), "stop", 12),
          new Fact.EvaluationStarted(0, 0),
          new Fact.FeedbackDelta(0, "why", null),
          new Fact.SteeringReceived("shorter", "ann", Fact.SteeringWhen.NEXT),
          new Fact.FeedbackDelta(0, " not", null),
          new Fact.RunCancelled("ann", 0, "again", null, Usage.of(20, 7)));

  /** Asked after each event, after each second one, … and at the end alone. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void isTheStateOfTheLogWheneverItIsAsked(int every) {
    RunFold fold = new RunFold(log.get(0));

    for (int i = 1; i < log.size(); i++) {
      fold.add(log.get(i));
      List<Event> soFar = log.subList(0, i + 1);
      assertEquals(i + 1, fold.lastSeq());
      assertEquals(RunState.of(soFar).hasEnded(), fold.hasEnded());
      assertEquals(RunState.of(soFar).state().used().totalTokens(), fold.used());
      if (i % every == 0) {
        assertEquals(RunState.of(soFar), fold.now());
      }
    }

    assertEquals(RunState.of(log), fold.now());
    assertTrue(fold.hasEnded());
  }

  @Test
  void aStateIsTheSameHoweverOftenItIsAsked() {
    Fold asked = new Fold(State.of(CREATED));
    Fold notAsked = new Fold(State.of(CREATED));
    for (Event event : log.subList(1, log.size())) {
      asked.add(event.fact());
      asked.now();
      notAsked.add(event.fact());
    }

    assertEquals(RunState.of(log).state(), asked.now());
    assertEquals(RunState.of(log).state(), notAsked.now());
  }

  private static List<Event> numbered(Fact... facts) {
    List<Event> events = new ArrayList<>();
    Stream.of(facts)
        .forEach(fact -> events.add(new Event("r", events.size() + 1L, Samples.NOW, fact)));
    return events;
  }
}
