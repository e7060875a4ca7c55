package dev.hone.reward.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.EvaluationDiscardReason;
import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixTest {

  private static final Subject SUBJECT = new Subject(List.of(), List.of("zero"), 0, null, null);

  private final ScriptedReward judge = new ScriptedReward(RewardMode.POINTWISE);
  private final ScriptedReward rule = new ScriptedReward(RewardMode.POINTWISE);

  @Test
  void streamsTheCritiqueOfItsOnlyJudgeAsItIsWritten() {
    UnicastProcessor<Assessment> writing = UnicastProcessor.create();
    judge.streams(writing);
    rule.streams(Multi.createFrom().item(new Assessment.Verdict(Evaluation.of("r", 1, "ok"))));

    AssertSubscriber<Assessment> watcher = watch(part("judge", judge, 1, true), silentRule(1));
    writing.onNext(new Assessment.Critique("Say", null));
    watcher.assertItems(new Assessment.Critique("Say", null));
    writing.onNext(new Assessment.Verdict(Evaluation.of("j", 0.5, "Say more.")));
    writing.onComplete();

    assertEquals(0.75, verdict(watcher).score());
  }

  @Test
  void weighsScoresAndKeepsAllDetailsRubricsAndReasons() {
    judge.says(
        new Evaluation(
            0.5,
            List.of(new Evaluation.Detail("j", 0.5, "Say more.")),
            List.of(new Evaluation.RubricVerdict("Is kind.", false)),
            null,
            "Say more.",
            Usage.of(10, 1),
            null));
    rule.says(Evaluation.of("r", -3, "Too long."));

    Evaluation evaluation = verdict(watch(part("judge", judge, 2, true), silentRule(0.5)));

    assertEquals(
        new Evaluation(
            (2 * 0.5 + 0.5 * -3) / 2.5,
            List.of(
                new Evaluation.Detail("j", 0.5, "Say more."),
                new Evaluation.Detail("r", -3.0, "Too long.")),
            List.of(new Evaluation.RubricVerdict("Is kind.", false)),
            null,
            "judge (score 0.50): Say more.\n\nrule (score -3.00): Too long.",
            Usage.of(10, 1),
            null),
        evaluation);
  }

  @Test
  void namesTheJudgesWhereSeveralWrite() {
    ScriptedReward other = new ScriptedReward(RewardMode.POINTWISE);
    judge.says(Evaluation.of("j", 1, "A"));
    other.streams(
        Multi.createFrom()
            .items(
                new Assessment.Critique("B", "vote 1"),
                new Assessment.Voided("vote 1", EvaluationDiscardReason.RETRY),
                new Assessment.Verdict(Evaluation.of("o", 1, "B"))));

    AssertSubscriber<Assessment> watcher =
        watch(part("one", judge, 1, true), part("two", other, 1, true));

    assertTrue(
        watcher
            .getItems()
            .containsAll(
                List.of(
                    new Assessment.Critique("A", "one"),
                    new Assessment.Critique("B", "two/vote 1"),
                    new Assessment.Voided("two/vote 1", EvaluationDiscardReason.RETRY))));
  }

  @Test
  void hasNoScoreWhereAPartHasNoneButKeepsTheOtherReasons() {
    judge.says(Evaluation.failed(Usage.of(10, 1)));
    rule.says(Evaluation.of("r", 1, "Fine."));

    Evaluation evaluation = verdict(watch(part("judge", judge, 1, true), silentRule(1)));

    assertNull(evaluation.score());
    assertTrue(evaluation.feedback().contains("rule (score 1.00): Fine."));
    assertTrue(evaluation.feedback().contains("judge (no score): " + Evaluation.NO_FEEDBACK));
    assertNull(evaluation.rubrics());
  }

  @Test
  void failsWithTheFirstPartThatFailsAndCancelsTheOthers() {
    judge.silent();
    rule.streams(
        Multi.createFrom().failure(new ModelFailure(ModelFailure.Kind.UNAVAILABLE, "down")));

    watch(part("judge", judge, 1, true), silentRule(1))
        .assertFailedWith(ModelFailure.class, "down");

    assertEquals(1, judge.cancelled());
  }

  @Test
  void cancellingEndsAllParts() {
    judge.silent();
    rule.silent();
    AssertSubscriber<Assessment> watcher = watch(part("judge", judge, 1, true), silentRule(1));

    watcher.cancel();

    assertEquals(1, judge.cancelled());
    assertEquals(1, rule.cancelled());
  }

  @Test
  void canBeEvaluatedMoreThanOnce() {
    judge.says(Evaluation.of("j", 1, "A")).says(Evaluation.of("j", 0, "B"));
    Mix mix = new Mix(List.of(part("judge", judge, 1, true)), 4);

    assertEquals(1.0, verdict(watch(mix)).score());
    assertEquals(0.0, verdict(watch(mix)).score());
  }

  private Mix.Part silentRule(double weight) {
    return part("rule", rule, weight, false);
  }

  private static Mix.Part part(String name, ScriptedReward reward, double weight, boolean writes) {
    return new Mix.Part(name, reward, weight, writes);
  }

  private static AssertSubscriber<Assessment> watch(Mix.Part... parts) {
    return watch(new Mix(List.of(parts), 4));
  }

  private static AssertSubscriber<Assessment> watch(Mix mix) {
    return mix.evaluate(SUBJECT)
        .subscribe()
        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private static Evaluation verdict(AssertSubscriber<Assessment> watcher) {
    watcher.assertCompleted();
    return ((Assessment.Verdict) watcher.getLastItem()).evaluation();
  }
}
