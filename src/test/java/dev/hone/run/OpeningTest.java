package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hone.refinement.EvaluationDiscardReason;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Generation;
import dev.hone.refinement.Message;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Sample;
import dev.hone.refinement.Settings;
import dev.hone.refinement.Stop;
import dev.hone.refinement.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a pod appends first to a run that another one left, at each stage that it can be left in.
 */
class OpeningTest {

  private static final Fact STARTED = new Fact.RunStarted("pod-1", 1);
  private static final Fact WRITING = new Fact.CandidateStarted(0, 0, null);
  private static final Fact WRITTEN =
      new Fact.CandidateCompleted(0, 0, "first", null, Usage.of(1, 1), "stop", 1);
  private static final Fact JUDGING = new Fact.EvaluationStarted(0, 0);

  @Test
  void aRunThatNobodyBeganIsBegun() {
    assertEquals(List.of(new Fact.RunStarted("pod-2", 1)), takeOver(OnDisconnect.CONTINUE));
  }

  @Test
  void betweenStepsNothingIsVoid() {
    assertEquals(
        List.of(new Fact.RunStarted("pod-2", 2)),
        takeOver(OnDisconnect.CONTINUE, STARTED, WRITING, WRITTEN));
  }

  @Test
  void aHalfWrittenCandidateIsVoid() {
    assertEquals(
        List.of(
            new Fact.RunStarted("pod-2", 2),
            new Fact.CandidateDiscarded(0, Fact.CandidateDiscardReason.TAKEOVER)),
        takeOver(OnDisconnect.CONTINUE, STARTED, WRITING, new Fact.CandidateDelta(0, "fir")));
  }

  @Test
  void aHalfWrittenCritiqueIsVoid() {
    assertEquals(
        List.of(
            new Fact.RunStarted("pod-2", 2),
            new Fact.EvaluationDiscarded(0, null, EvaluationDiscardReason.TAKEOVER)),
        takeOver(
            OnDisconnect.CONTINUE,
            STARTED,
            WRITING,
            WRITTEN,
            JUDGING,
            new Fact.FeedbackDelta(0, "too", null)));
  }

  @Test
  void aRunThatIsTiedToItsConnectionEnds() {
    List<Fact> opening = takeOver(OnDisconnect.CANCEL, STARTED, WRITING, WRITTEN);

    Fact.RunCancelled end = assertInstanceOf(Fact.RunCancelled.class, opening.get(0));
    assertEquals("disconnect", end.by());
    assertEquals("first", end.content());
  }

  @Test
  void aRunWhoseConnectionStandsGoesOn() {
    RunState run = run(OnDisconnect.CANCEL, STARTED, WRITING, WRITTEN);

    assertEquals(
        List.of(new Fact.RunStarted("pod-2", 2)), Opening.ofClaimed(run, true, "pod-2", 5));
  }

  @Test
  void aRunThatIsLostAgainAndAgainFailsWithItsBest() {
    List<Fact> opening =
        takeOver(
            OnDisconnect.CONTINUE,
            STARTED,
            WRITING,
            WRITTEN,
            JUDGING,
            new Fact.RunStarted("pod-2", 2),
            JUDGING,
            new Fact.RunStarted("pod-3", 3),
            JUDGING,
            JUDGING,
            new Fact.RunStarted("pod-4", 4),
            JUDGING,
            new Fact.RunStarted("pod-5", 5),
            JUDGING);

    Fact.RunFailed end = assertInstanceOf(Fact.RunFailed.class, opening.get(0));
    assertEquals("first", end.content());
  }

  @Test
  void aRunThatGetsOnIsHandedOverAsOftenAsPodsComeAndGo() {
    assertEquals(
        List.of(new Fact.RunStarted("pod-2", 7)),
        takeOver(
            OnDisconnect.CONTINUE,
            STARTED,
            WRITING,
            new Fact.RunStarted("pod-3", 3),
            new Fact.RunStarted("pod-4", 4),
            new Fact.RunStarted("pod-5", 5),
            WRITING,
            WRITTEN,
            new Fact.RunStarted("pod-6", 6)));
  }

  /**
   * As where a disk is full: it is claimed again and again, and not even its end can be written.
   */
  @Test
  void whoHadToGoBeforeItBeganAnythingHasUsedNoAttempt() {
    assertEquals(
        List.of(new Fact.RunStarted("pod-2", 7)),
        takeOver(
            OnDisconnect.CONTINUE,
            STARTED,
            WRITING,
            WRITTEN,
            new Fact.RunStarted("pod-2", 2),
            new Fact.RunStarted("pod-2", 3),
            new Fact.RunStarted("pod-2", 4),
            new Fact.RunStarted("pod-2", 5),
            new Fact.RunStarted("pod-2", 6)));
  }

  private static List<Fact> takeOver(OnDisconnect onDisconnect, Fact... before) {
    return Opening.ofClaimed(run(onDisconnect, before), false, "pod-2", 5);
  }

  private static RunState run(OnDisconnect onDisconnect, Fact... before) {
    Settings settings =
        new Settings(
            null,
            "default",
            "default",
            RewardSpec.named("any"),
            3,
            Stop.NEVER,
            Generation.DEFAULT,
            true,
            onDisconnect);
    List<Event> log = new ArrayList<>();
    Sample sample = new Sample(List.of(Message.user("Why?")), List.of());
    log.add(new Event("r1", 1, Instant.EPOCH, new Fact.RunCreated(sample, settings, Map.of())));
    for (Fact fact : before) {
      log.add(new Event("r1", log.size() + 1, Instant.EPOCH, fact));
    }
    return RunState.of(log);
  }
}
