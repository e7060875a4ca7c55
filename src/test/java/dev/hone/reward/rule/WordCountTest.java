package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.refinement.Rewards.InvalidReward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordCountTest {

  private static final String FOUR_TO_FIVE = "{\"min\": 4, \"max\": 5}";

  private final Rule rule = new WordCount();

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "a, 0.25",
    "a b, 0.5",
    "a b c d, 1",
    "a b c d e, 1",
    "a b c d e f g h i j, 0.5"
  })
  void fallsTheFartherTheCountIsAway(String text, double score) {
    assertEquals(score, Evaluating.by(rule, text, null, FOUR_TO_FIVE).score());
  }

  @Test
  void wantsNothingUnlessTold() {
    assertEquals(1, Evaluating.by(rule, "").score());
    assertEquals(1, Evaluating.by(rule, "word ".repeat(10_000)).score());
  }

  @Test
  void refusesLimitsThatCross() {
    InvalidReward refusal =
        assertThrows(
            InvalidReward.class,
            () -> rule.with(Evaluating.params(rule, "{\"min\": 6, \"max\": 5}")));

    assertEquals("at most max, which is 5", refusal.getMessage());
  }
}
