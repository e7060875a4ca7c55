package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.reward.param.Range;
import dev.hone.reward.rule.Rule.Finding;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all rules, whatever the text. */
class EveryRuleTest {

  private static final String SIMPLE = "{\"tokenizer_type\": \"simple\"}";

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(new Accuracy(), "{}"),
        Arguments.of(new F1Score(), "{}"),
        Arguments.of(new F1Score(), SIMPLE),
        Arguments.of(new Rouge(), "{}"),
        Arguments.of(new NumberAccuracy(), "{}"),
        Arguments.of(new ReasoningFormat(), "{}"),
        Arguments.of(new ReasoningToolCallFormat(), "{}"),
        Arguments.of(new LengthPenalty(), "{}"),
        Arguments.of(new NgramRepetitionPenalty(), "{}"),
        Arguments.of(new NgramRepetitionPenalty(), SIMPLE),
        Arguments.of(new NgramRepetitionPenalty(), "{\"use_soft_penalty\": true}"),
        Arguments.of(new PrivacyLeakage(), "{}"),
        Arguments.of(new CodeStyle(), "{}"),
        Arguments.of(new CodePatchSimilarity(), "{}"),
        Arguments.of(new JsonSchemaMatch(), "{\"schema\": {\"type\": \"object\"}}"),
        Arguments.of(new Contains(), "{\"texts\": [\"a\", \"zz\"]}"),
        Arguments.of(new NotContains(), "{\"texts\": [\"a\", \"zz\"]}"),
        Arguments.of(new RegexMatch(), "{\"pattern\": \"(a*)*b\"}"),
        Arguments.of(new WordCount(), "{\"min\": 2, \"max\": 4}"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void keepsToItsRangeAndSaysWhy(Rule rule, String params) {
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      Finding finding = Evaluating.by(rule, mixture(random), mixture(random), params);

      assertTrue(isIn(rule.range(), finding.score()), finding::toString);
      assertNotEquals("-0.0", String.valueOf(finding.score()));
      assertFalse(finding.reason().isBlank());
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void takesTextsThatAreEmptyOrBroken(Rule rule, String params) {
    for (String text : List.of("", " ", "\n", "\uD83D", "\uDC00x", "\0", "👩‍👩‍👧", "<", "```")) {
      assertTrue(isIn(rule.range(), Evaluating.by(rule, text, text, params).score()));
      assertTrue(isIn(rule.range(), Evaluating.by(rule, text, "", params).score()));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  @Timeout(value = 2, unit = TimeUnit.MINUTES) // by the square it would take many
  void getsThroughLongTextsOfAnything(Rule rule, String params) {
    List<String> nasty =
        List.of(
            "a",
            "1",
            " ",
            "<think>",
            "</think>",
            "a.",
            "a@",
            "@a.",
            "1.",
            "a b ",
            "def ",
            "```\n",
            "<tool_call>",
            "\n\t",
            "x =",
            "1-",
            "word and another, ",
            "[",
            "𝒳");
    Random random = new Random(5);
    String plain = mixture(random, 200_000);

    for (String piece : nasty) {
      String text = piece.repeat(200_000 / piece.length());
      assertTrue(isInOrTooMuch(rule, text, plain, params), piece);
    }
    assertTrue(isInOrTooMuch(rule, plain, plain, params));
  }

  private static boolean isInOrTooMuch(Rule rule, String text, String reference, String params) {
    try {
      return isIn(rule.range(), Evaluating.by(rule, text, reference, params).score());
    } catch (Rule.TooMuch tooMuch) {
      return rule instanceof CodePatchSimilarity; // its work is bounded, not linear
    }
  }

  static Stream<Arguments> symmetric() {
    return Stream.of(
        Arguments.of(new F1Score(), "{}"),
        Arguments.of(new F1Score(), SIMPLE),
        Arguments.of(new Rouge(), "{}"),
        Arguments.of(new Accuracy(), "{}"));
  }

  @ParameterizedTest
  @MethodSource("symmetric")
  void givesTheSameWhenAnswerAndReferenceChangePlaces(Rule rule, String params) {
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      String a = mixture(random);
      String b = mixture(random);

      assertEquals(
          Evaluating.by(rule, a, b, params).score(),
          Evaluating.by(rule, b, a, params).score(),
          1e-12);
    }
  }

  static Stream<Rule> comparing() {
    return Stream.of(new F1Score(), new Rouge(), new Accuracy(), new CodePatchSimilarity());
  }

  @ParameterizedTest
  @MethodSource("comparing")
  void givesFullMarksToTheReferenceItself(Rule rule) {
    Random random = new Random(4);
    for (int i = 0; i < 50; i++) {
      String text = mixture(random);

      assertEquals(1.0, Evaluating.by(rule, text, text).score());
    }
  }

  private static boolean isIn(Range range, double score) {
    return (range.min() == null || score >= range.min())
        && (range.max() == null || score <= range.max());
  }

  private static String mixture(Random random) {
    return mixture(random, random.nextInt(200));
  }

  private static String mixture(Random random, int length) {
    List<String> pieces =
        List.of(
            "the ",
            "a ",
            "word",
            " ",
            "\n",
            "42",
            "-7.5",
            "<think>",
            "</think>",
            "<answer>",
            "</answer>",
            "```python\n",
            "\n```\n",
            "x = 1",
            "Bad=2",
            "a@b.com ",
            "1.2.3.4 ",
            "123-456-7890",
            "{\"a\": 1}",
            "ü",
            "字",
            "𝒳",
            "👍",
            "\u00a0",
            ".",
            "b");
    return IntStream.range(0, Math.max(1, length / 4))
        .mapToObj(i -> pieces.get(random.nextInt(pieces.size())))
        .collect(Collectors.joining());
  }
}
