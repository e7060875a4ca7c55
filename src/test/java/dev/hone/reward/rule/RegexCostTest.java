package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexCostTest {

  private static final String[] PARTS = {
    "(",
    "(?:",
    "(?P<n>",
    "(?i)",
    ")",
    "){9}",
    "{2}",
    "{3,9}",
    "{7,}",
    "{,3}",
    "{",
    "|",
    "*",
    "+?",
    "x",
    ".",
    "^",
    "\\b",
    "\\d",
    "\\)",
    "\\(",
    "\\\\",
    "\\x{41}",
    "\\Q(x\\E",
    "\\pL",
    "\\p{Greek}",
    "[",
    "]",
    "[a-z]",
    "[^]x]",
    "[[:alpha:])(]",
    "[\\]()]",
    "[\\\\]"
  };

  /** What is told before may be more than what is made, and not less, however it is written. */
  @Test
  void noExpressionBecomesLargerThanWasTold() {
    Random random = new Random(1);
    int compiled = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder expression = new StringBuilder();
      for (int parts = 1 + random.nextInt(10); parts > 0; parts--) {
        expression.append(PARTS[random.nextInt(PARTS.length)]);
      }
      compiled += isNoLargerThanTold(expression.toString()) ? 1 : 0;
    }
    assertTrue(compiled > 5_000, compiled + " were expressions");
  }

  private static boolean isNoLargerThanTold(String expression) {
    double cost = RegexCost.of(expression);
    if (cost > 10_000) {
      return false; // never compiled
    }
    try {
      int size = Pattern.compile(expression).programSize();
      assertTrue(size <= 2 * cost + 5, () -> expression + " is " + size + ", not " + cost);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)\\x{1c80}",
        "(?i)\\x{0001C80}",
        "(?i)\u1c88",
        "(?i)[a-\\x{2000}]",
        "(?i)[^a-\u2000]",
        "(?i)\\Q\u1c81\\E",
        "x(?s:y(?mi-U:[\\x{1c7f}-\\x{1c80}]))"
      })
  void refusesLettersThatAreFoldedForEver(String expression) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> RegexCost.of(expression));

    assertEquals(
        "a regular expression that doesn't ignore the case of U+1C80 to U+1C8F",
        refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u1c80",
        "[a-\\x{2000}]",
        "(?i)[^a-z]",
        "(?i)\\p{Cyrillic}+",
        "(?i)[\u0430-\u044f]+",
        "(?i)[a-z\u4e00-\u9fa5]{1,100}",
        "\\p{L}{1,100}"
      })
  void takesOrdinaryOnes(String expression) {
    assertTrue(LinearRegex.compile(expression).programSize() > 0);
  }
}
