package dev.hone.reward.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Generation;
import dev.hone.refinement.Message;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairwiseJudgeTest {

  private final ScriptedModel model = new ScriptedModel();

  /** The newest stands first in the first call and second in the other. */
  @ParameterizedTest
  @CsvSource({"1, 2, 1, 2", "1, 1, 0.5, 0", "2, 2, 0.5, 0", "2, 1, 0, 0"})
  void makesTheNewestTheBestOnlyIfItWinsInBothOrders(
      String newestFirst, String newestSecond, double score, int preferred) {
    model.answers(best(newestFirst)).answers(best(newestSecond));

    Evaluation evaluation = verdict(watch(List.of("best", "other", "newest"), 0));

    assertEquals(score, evaluation.score());
    assertEquals(preferred, evaluation.preferred());
    assertEquals(Usage.of(200, 20), evaluation.usage());
    assertEquals(2, evaluation.details().size());
  }

  @Test
  void asksInBothOrders() {
    model.answers(best("1")).answers(best("1"));

    watch(List.of("best", "forgotten", "newest"), 0).assertCompleted();

    assertTrue(model.prompt(0).indexOf("\nnewest\n") < model.prompt(0).indexOf("\nbest\n"));
    assertTrue(model.prompt(1).indexOf("\nnewest\n") > model.prompt(1).indexOf("\nbest\n"));
    assertTrue(!model.prompt(0).contains("forgotten"));
  }

  @Test
  void namesWhichComparisonACritiqueBelongsTo() {
    model.answers(best("1")).answers(best("2"));

    AssertSubscriber<Assessment> watcher = watch(List.of("best", "newest"), 0);

    assertTrue(
        watcher
            .getItems()
            .containsAll(
                List.of(
                    new Assessment.Critique("Hm.", "newest first"),
                    new Assessment.Critique("Hm.", "newest second"))));
    assertEquals(
        "Hm.\n\n(Answer 1 is your newest draft, Answer 2 the best one before.)\n\n"
            + "Hm.\n\n(Answer 1 is your best draft before, Answer 2 the newest.)",
        verdict(watcher).feedback());
  }

  @Test
  void hasNoScoreWhereOneVerdictCanNotBeHad() {
    model.answers(best("1")).answers("no idea").answers("no idea");

    Evaluation evaluation = verdict(watch(List.of("best", "newest"), 0));

    assertNull(evaluation.score());
    assertNull(evaluation.preferred());
    assertEquals(Usage.of(300, 30), evaluation.usage());
  }

  @Test
  void asksForACritiqueAloneWhereThereIsOneCandidate() {
    model.answers("<reason>Say more.</reason>");

    Evaluation evaluation = verdict(watch(List.of("newest"), null));

    assertNull(evaluation.score());
    assertEquals("Say more.", evaluation.feedback());
  }

  @Test
  void aNewestCandidateWithNothingInItLosesWithoutACall() {
    Evaluation evaluation = verdict(watch(List.of("best", " - "), 0));

    assertEquals(0.0, evaluation.score());
    assertEquals(0, evaluation.preferred());
    assertEquals(List.of(), model.requests());
  }

  @Test
  void cancellingEndsBothCalls() {
    model.streams(Multi.createFrom().nothing()).streams(Multi.createFrom().nothing());
    AssertSubscriber<Assessment> watcher = watch(List.of("best", "newest"), 0);

    watcher.cancel();

    assertEquals(2, model.requests().size());
    assertEquals(2, model.cancelled());
  }

  private static String best(String number) {
    return "<reason>Hm.</reason><best>" + number + "</best>";
  }

  private AssertSubscriber<Assessment> watch(List<String> candidates, Integer best) {
    JudgeSettings settings =
        new JudgeSettings("Judge.", "", List.of("Is kind."), List.of(), Generation.DEFAULT);
    Subject subject =
        new Subject(List.of(Message.user("Why?")), candidates, candidates.size() - 1, best, null);
    return new PairwiseJudge("duel", settings, model)
        .evaluate(subject)
        .subscribe()
        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private static Evaluation verdict(AssertSubscriber<Assessment> watcher) {
    watcher.assertCompleted();
    return ((Assessment.Verdict) watcher.getLastItem()).evaluation();
  }
}
