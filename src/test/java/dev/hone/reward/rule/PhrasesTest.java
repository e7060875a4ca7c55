package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
  void manyTextsAreLookedForElsewhereThanOnAnEventLoop() {
    assertFalse(mayTakeLong(List.of("One", "two")));
    assertTrue(mayTakeLong(IntStream.range(0, 1000).mapToObj(i -> "text " + i).toList()));
    assertTrue(mayTakeLong(List.of("a".repeat(2000))));
  }

  @Test
  void isNotMadeToRunAwayByManyTexts() {
    String params = "{\"texts\": [\"" + "a".repeat(20_000) + "b\"]}";

    assertThrows(
        Rule.TooMuch.class, () -> Evaluating.by(new Contains(), "a".repeat(200_000), null, params));
    assertEquals(0, Evaluating.by(new Contains(), "a".repeat(50_000), null, params).score());
  }

  private static boolean mayTakeLong(List<String> texts) {
    String params = Json.text(Map.of("texts", texts));
    return new Contains().mayTakeLong(Evaluating.params(new Contains(), params))
        && new NotContains().mayTakeLong(Evaluating.params(new NotContains(), params));
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
