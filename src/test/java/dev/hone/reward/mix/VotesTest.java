package dev.hone.reward.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.List;
import org.junit.jupiter.api.Test;

class VotesTest {

  private static final Subject SUBJECT = new Subject(List.of(), List.of("zero", "one"), 1, 0, null);

  @Test
  void takesTheMeanScoreAndTheWordsOfTheMedianVote() {
    ScriptedReward judge =
        new ScriptedReward(RewardMode.POINTWISE)
            .says(pointwise(1, "Fine."))
            .says(pointwise(0, "Bad."))
            .says(pointwise(0.5, "Middling."));

    Evaluation evaluation = verdict(watch(judge, 3));

    assertEquals(0.5, evaluation.score());
    assertEquals("Middling.", evaluation.feedback());
    assertEquals(
        "[3 of 3 votes, scores from 0.00 to 1.00; the median vote:] Middling.",
        evaluation.details().get(0).reason());
    assertEquals(Usage.of(30, 3), evaluation.usage());
  }

  @Test
  void namesTheVoteThatACritiqueBelongsTo() {
    ScriptedReward judge =
        new ScriptedReward(RewardMode.POINTWISE).says(pointwise(1, "A")).says(pointwise(1, "B"));

    AssertSubscriber<Assessment> watcher = watch(judge, 2);

    assertTrue(watcher.getItems().contains(new Assessment.Critique("A", "vote 1")));
    assertTrue(watcher.getItems().contains(new Assessment.Critique("B", "vote 2")));
  }

  @Test
  void countsOnlyVotesThatHaveAVerdict() {
    ScriptedReward judge =
        new ScriptedReward(RewardMode.POINTWISE)
            .says(Evaluation.failed(Usage.of(10, 1)))
            .says(pointwise(0.5, "Middling."));

    Evaluation evaluation = verdict(watch(judge, 2));

    assertEquals(0.5, evaluation.score());
    assertTrue(evaluation.details().get(0).reason().startsWith("[1 of 2 votes"));
  }

  @Test
  void hasNoScoreWhereNoVoteHas() {
    ScriptedReward judge =
        new ScriptedReward(RewardMode.POINTWISE)
            .says(Evaluation.failed(Usage.of(10, 1)))
            .says(Evaluation.failed(Usage.of(10, 1)));

    assertEquals(Evaluation.failed(Usage.of(20, 2)), verdict(watch(judge, 2)));
  }

  @Test
  void prefersWhatMoreThanHalfOfTheVotesPrefer() {
    ScriptedReward judge =
        new ScriptedReward(RewardMode.LISTWISE)
            .says(listwise(1))
            .says(listwise(1))
            .says(listwise(0));

    Evaluation evaluation = verdict(watch(judge, 3));

    assertEquals(1, evaluation.preferred());
    assertEquals(2.0 / 3, evaluation.score());
    assertEquals(
        List.of(new Evaluation.Rank(0, 1.0 / 3), new Evaluation.Rank(1, 2.0 / 3)),
        evaluation.ranks());
  }

  @Test
  void keepsTheBestSoFarWhereVotesTie() {
    ScriptedReward judge =
        new ScriptedReward(RewardMode.LISTWISE).says(listwise(1)).says(listwise(0));

    assertEquals(0, verdict(watch(judge, 2)).preferred());
  }

  @Test
  void comparesNothingWhereNoVoteDid() {
    Evaluation alone =
        new Evaluation(
            null,
            List.of(new Evaluation.Detail("d", null, "Say more.")),
            null,
            null,
            "Say more.",
            Usage.of(10, 1),
            null);
    ScriptedReward judge = new ScriptedReward(RewardMode.LISTWISE).says(alone).says(alone);

    Evaluation evaluation = verdict(watch(judge, 2));

    assertNull(evaluation.preferred());
    assertNull(evaluation.score());
    assertEquals("Say more.", evaluation.feedback());
  }

  @Test
  void oneVoteIsTheJudgeItself() {
    ScriptedReward judge = new ScriptedReward(RewardMode.POINTWISE);

    assertSame(judge, Votes.of(judge, 1, 4));
  }

  @Test
  void asksNoMoreAtOnceThanAllowed() {
    ScriptedReward judge = new ScriptedReward(RewardMode.POINTWISE).silent();

    Votes.of(judge, 5, 2).evaluate(SUBJECT).subscribe().withSubscriber(AssertSubscriber.create(9));

    assertEquals(2, judge.asked());
  }

  private static Evaluation pointwise(double score, String reason) {
    return new Evaluation(
        score,
        List.of(new Evaluation.Detail("d", score, reason)),
        List.of(),
        null,
        reason,
        Usage.of(10, 1),
        null);
  }

  private static Evaluation listwise(int best) {
    return new Evaluation(
        (double) best,
        List.of(new Evaluation.Detail("d", (double) best, "r")),
        null,
        List.of(new Evaluation.Rank(0, 1 - best), new Evaluation.Rank(1, best)),
        "r",
        Usage.NONE,
        best);
  }

  private static AssertSubscriber<Assessment> watch(ScriptedReward judge, int count) {
    return Votes.of(judge, count, 4)
        .evaluate(SUBJECT)
        .subscribe()
        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private static Evaluation verdict(AssertSubscriber<Assessment> watcher) {
    watcher.assertCompleted();
    return ((Assessment.Verdict) watcher.getLastItem()).evaluation();
  }
}
