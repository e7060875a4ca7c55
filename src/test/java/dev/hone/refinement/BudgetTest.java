package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest {

  private static final Step WRITE = new Step.Write(1, 1, "why");
  private static final Step JUDGE = new Step.Evaluate(1, 1);

  @Test
  void knowsNothingOfTheFirstCalls() {
    State begun = Samples.started(Samples.settings(3, budget(1))).state();

    assertEquals(0, Budget.least(begun, new Step.Write(0, 0, null)));
    assertEquals(0, Budget.least(begun.apply(written(0, 40, 100, 10)), new Step.Evaluate(0, 0)));
    assertTrue(Budget.pays(begun, new Step.Write(0, 0, null)));
  }

  @Test
  void aPromptHasTheLastOneAndItsAnswer() {
    State state = begun(budget(1000)).apply(written(0, 40, 100, 10));

    assertEquals(110, Budget.least(state, WRITE));
  }

  @Test
  void thoughtsAreNoPartOfTheNextPrompt() {
    // 5000 tokens were thought and said, and the text that is left has 40 characters
    State state = begun(budget(1000)).apply(written(0, 40, 100, 5000));

    assertEquals(110, Budget.least(state, WRITE));
  }

  @Test
  void anAnswerThatCannotBeUsedIsNoPartOfTheNextPrompt() {
    Fact filtered =
        new Fact.CandidateCompleted(
            0, 0, "x".repeat(40), null, Usage.of(100, 10), "content_filter", 1);

    assertEquals(100, Budget.least(begun(budget(1000)).apply(filtered), WRITE));
  }

  @Test
  void whatNobodyCountedIsNotKnown() {
    Fact guessed =
        new Fact.CandidateCompleted(0, 0, "x".repeat(40), null, Usage.estimate(400, 40), "stop", 1);
    State given = Samples.started(Samples.settings(3, budget(1000)), "a draft").state();

    assertEquals(0, Budget.least(begun(budget(1000)).apply(guessed), WRITE));
    assertEquals(0, Budget.least(given, WRITE));
  }

  @Test
  void aJudgeReadsAtLeastWhatItHadBesideTheCandidates() {
    State state =
        begun(budget(1000))
            .apply(written(0, 40, 100, 10))
            .apply(judged(0, 300))
            .apply(written(1, 400, 150, 100));

    assertEquals(300 - 2 * 10, Budget.least(state, JUDGE));
    assertEquals(
        300 - 2 * 10,
        Budget.least(state.apply(judged(1, 900)), JUDGE),
        "one that was asked twice says nothing more");
  }

  @Test
  void aRuleReadsNothing() {
    State state = begun(budget(1000)).apply(written(0, 40, 100, 10)).apply(judged(0, 0));

    assertEquals(0, Budget.least(state, JUDGE));
  }

  @Test
  void aCallThatNoLongerFitsIsNotPaid() {
    // used 110; the next prompt has 110 at least
    Fact first = written(0, 40, 100, 10);

    assertFalse(Budget.pays(begun(budget(220)).apply(first), WRITE), "no token left to answer");
    assertTrue(Budget.pays(begun(budget(221)).apply(first), WRITE));
    assertTrue(Budget.pays(begun(Stop.NEVER).apply(first), WRITE));
  }

  @Test
  void aRunStopsBeforeACallThatItsBudgetCantPay() {
    State state = begun(budget(400)).apply(written(0, 40, 200, 10)).apply(judged(0, 0));

    assertEquals(
        new Step.Finish(StopReason.TOKEN_BUDGET), Steps.next(state, RewardMode.POINTWISE, 20));
  }

  private static State begun(Stop stop) {
    return Samples.started(Samples.settings(3, stop)).state();
  }

  private static Stop budget(long tokens) {
    return new Stop(null, null, null, null, tokens);
  }

  private static Fact written(int candidate, int characters, long prompt, long completion) {
    return new Fact.CandidateCompleted(
        candidate,
        candidate,
        "x".repeat(characters),
        null,
        Usage.of(prompt, completion),
        "stop",
        1);
  }

  private static Fact judged(int candidate, long prompt) {
    return new Fact.EvaluationCompleted(
        candidate, candidate, 0.5, List.of(), null, null, "why", 0, Usage.of(prompt, 0), 1);
  }
}
