package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.refinement.Rewards.InvalidReward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthPenaltyTest {

  private final Rule rule = new LengthPenalty();

  @ParameterizedTest
  @CsvSource({"0, -0.1", "1, -0.09", "9, -0.01", "10, 0", "11, 0", "1000, 0", "1001, -0.01"})
  void takesTheRateForEachCharacterOutsideOfTheLimits(int length, double score) {
    assertEquals(score, Evaluating.by(rule, "x".repeat(length)).score());
  }

  @Test
  void growsWithoutBound() {
    assertEquals(-9990.0, Evaluating.by(rule, "x".repeat(1_000_000)).score(), 1e-9);
  }

  @Test
  void countsCharactersBeyondTheBasicPlaneOnce() {
    assertEquals(0, Evaluating.by(rule, "𝒳👍".repeat(500)).score());
    assertEquals(-0.08, Evaluating.by(rule, "𝒳👍").score());
  }

  @Test
  void takesItsLimitsFromTheParams() {
    String params =
        """
        {"min_length": 2, "max_length": 4, "penalty_rate": 0.5}""";

    assertEquals(-0.5, Evaluating.by(rule, "x", null, params).score());
    assertEquals(-1.0, Evaluating.by(rule, "xxxxxx", null, params).score());
    assertEquals(0, Evaluating.by(rule, "xxx", null, params).score());
  }

  @Test
  void tellsTheWriterWhatToDo() {
    assertEquals(
        "Text length: 1200 characters, 200 over the limit of 1000; shorten it.",
        Evaluating.by(rule, "x".repeat(1200)).reason());
    assertEquals(
        "Text length: 4 characters, 6 below the minimum of 10; say more.",
        Evaluating.by(rule, "xxxx").reason());
    assertEquals(
        "Text length: 40 characters, within 10 to 1000.",
        Evaluating.by(rule, "x".repeat(40)).reason());
  }

  @Test
  void refusesLimitsThatCross() {
    InvalidReward refusal =
        assertThrows(
            InvalidReward.class,
            () -> rule.with(Evaluating.params(rule, "{\"min_length\": 1001}")));

    assertEquals("params.min_length", refusal.field());
    assertEquals("at most max_length, which is 1000", refusal.getMessage());
  }
}
