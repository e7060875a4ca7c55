package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NgramRepetitionPenaltyTest {

  private final Rule rule = new NgramRepetitionPenalty();

  /** Chosen words made each comparison of two runs one of all that are there. */
  @Test
  void wordsOfOneHashAreWordsLikeOthers() {
    assertEquals("az".hashCode(), "b[".hashCode());
    String params = "{\"n\": 100, \"tokenizer_type\": \"simple\"}";

    assertEquals(
        Evaluating.by(rule, words("ay", "bz"), null, params),
        Evaluating.by(rule, words("az", "b["), null, params));
  }

  @Test
  void countsTheRunsThatComeAgain() {
    assertEquals(
        "Repetition: 25.0 % of the runs of 2 tokens come again, which is fine.",
        Evaluating.by(rule, "a b c a b", null, "{\"n\": 2, \"tokenizer_type\": \"simple\"}")
            .reason());
  }

  private static String words(String one, String other) {
    return new Random(1)
        .ints(60_000, 0, 2)
        .mapToObj(word -> word == 0 ? one : other)
        .collect(Collectors.joining(" "));
  }
}
