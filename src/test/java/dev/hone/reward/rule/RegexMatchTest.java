package dev.hone.reward.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.refinement.Rewards.InvalidReward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexMatchTest {

  private final Rule rule = new RegexMatch();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abc 42|{\"pattern\": \"\\\\d+\"}|1",
        "abc|{\"pattern\": \"\\\\d+\"}|0",
        "abc|{\"pattern\": \"b\", \"whole\": true}|0",
        "abc|{\"pattern\": \"a.c\", \"whole\": true}|1",
        "abc|{\"pattern\": \"b\", \"absent\": true}|0",
        "abc|{\"pattern\": \"x\", \"absent\": true}|1",
        "ABC|{\"pattern\": \"(?i)b\"}|1"
      })
  void saysWhetherTheExpressionMatches(String text, String params, double score) {
    assertEquals(score, Evaluating.by(rule, text, null, params).score());
  }

  @Test
  void isNotMadeToRunAwayByAnExpressionThatBacktracks() {
    String params = "{\"pattern\": \"^(a|aa)+$\"}";

    assertEquals(0, Evaluating.by(rule, "a".repeat(100_000) + "b", null, params).score());
  }

  @Test
  void isNotMadeToRunAwayByALargeExpressionAndALongText() {
    String params = "{\"pattern\": \"(x?){190}y\"}";

    assertThrows(Rule.TooMuch.class, () -> Evaluating.by(rule, "x".repeat(200_000), null, params));
    assertEquals(0, Evaluating.by(rule, "x".repeat(10_000), null, params).score());
  }

  @Test
  void tellsTheWriterWhatToDo() {
    assertEquals(
        "The expression x doesn't match, which it must.",
        Evaluating.by(rule, "abc", null, "{\"pattern\": \"x\"}").reason());
    assertEquals(
        "The expression b matches, which it must not.",
        Evaluating.by(rule, "abc", null, "{\"pattern\": \"b\", \"absent\": true}").reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "a{1001}",
        "((a{100}){100}){100}",
        "(a{1000})(a{1000})(a{1000})",
        "(((a{90}){90}){90}){90}",
        "((((((((((((x{2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){500}",
        "x{900}(?i){900}(?i){900}(?i){900}",
        "(?i)\u1c80",
        "(?=a)",
        ""
      })
  void refusesAnExpressionThatCanNotBeUsed(String pattern) {
    InvalidReward refusal =
        assertThrows(
            InvalidReward.class,
            () -> rule.with(Evaluating.params(rule, "{\"pattern\": \"" + pattern + "\"}")));

    assertEquals("params.pattern", refusal.field());
  }
}
