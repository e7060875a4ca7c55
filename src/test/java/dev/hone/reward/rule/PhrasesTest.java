package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PhrasesTest {

  private static final String TEXTS = "{\"texts\": [\"One\", \"two\", \"three\", \"four\"]}";
  private static final String FOLDED = TEXTS.replace("}", ", \"ignore_case\": true}");

  @Test
  void containsIsTheShareOfTextsThatAreThere() {
    Rule rule = new Contains();

    assertEquals(0.5, Evaluating.by(rule, "One, two, THREE", null, TEXTS).score());
    assertEquals(0.75, Evaluating.by(rule, "one, two, THREE", null, FOLDED).score());
    assertEquals(
        "The answer must contain: “One”, “four”.",
        Evaluating.by(rule, "two three", null, TEXTS).reason());
  }

  @Test
  void eachSigmaIsTheSameWhereCaseIsIgnored() {
    String text = "{\"texts\": [\"ΟΔΟΣ\"], \"ignore_case\": true}";

    assertEquals(1, Evaluating.by(new Contains(), "ΟΔΟΣΑ", null, text).score());
    assertEquals(1, Evaluating.by(new Contains(), "οδός οδος", null, text).score());
  }

  @Test
  void notContainsIsTheShareOfTextsThatAreNotThere() {
    Rule rule = new NotContains();

    assertEquals(0.5, Evaluating.by(rule, "One, two, THREE", null, TEXTS).score());
    assertEquals(0.25, Evaluating.by(rule, "one, two, THREE", null, FOLDED).score());
    assertEquals(
        "The answer must not contain: “two”.", Evaluating.by(rule, "two", null, TEXTS).reason());
  }
}
