package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkFilterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      nullValues = "-",
      value = {
        "plain|plain|",
        "<think>hm</think>answer|answer|hm",
        "<think>hm</think>  answer  |answer  |hm",
        "<think></think>answer|answer|",
        "one <think>hm</think> two|one <think>hm</think> two|",
        "one¶<think>hm</think>¶two|one¶¶two|hm",
        "one¶ <think>hm</think>|one¶ <think>hm</think>|",
        "in a `<think>` block|in a `<think>` block|",
        "OPEN = \"<think>\"¶CLOSE = \"</think>\"|OPEN = \"<think>\"¶CLOSE = \"</think>\"|",
        " ¶<think>hm</think>¶ answer|answer|hm",
        "¶  plain ¶|¶  plain ¶|",
        " ¶| ¶|",
        "<think>never closed < b|-|never closed < b",
        "<think>a<think>b</think>c</think>d|c</think>d|a<think>b",
        "<think>what a <think> tag is.</think>A tag|A tag|what a <think> tag is.",
        "<think>a</think><think>b</think>c|c|ab",
        "a </think> b|a </think> b|",
        "a < b <thin¶<<think>c</think>d|a < b <thin¶<<think>c</think>d|",
        "a < b <thin¶<think>c</think>d|a < b <thin¶d|c",
        "a <thinking> b </thought>|a <thinking> b </thought>|",
        "<think>a</thi</think>b|b|a</thi",
        "ends with <th|ends with <th|",
        "<think>ends with </thin|-|ends with </thin",
        "<|<|",
        "</|</|",
        "</ think>|</ think>|",
        "<<<think>x</think>|<<<think>x</think>|",
        "<think>x</think>  |-|x",
        "🙂¶<think>🤔</think>🙂|🙂¶🙂|🤔"
      })
  void setsThinkingApartHoweverTheTextIsCut(String input, String text, String thinking) {
    assertFiltered(false, input, text, thinking);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      nullValues = "-",
      value = {
        "I should say hi.¶</think>¶¶Hi!|Hi!|I should say hi.¶",
        "a¶¶b¶</think>¶c¶</think>¶d|c¶</think>¶d|a¶¶b¶",
        "no answer¶</think>|no answer¶</think>|",
        "no answer¶</think>¶ |no answer¶</think>¶ |",
        "```¶a¶</think>¶b¶```¶c|```¶a¶</think>¶b¶```¶c|",
        "```¶a¶```¶</think>¶b|b|```¶a¶```¶",
        "</think>¶¶Hi!|Hi!|",
        "¶</think>¶Hi!|Hi!|",
        "a¶</think> b|a¶</think> b|",
        "a¶</think><|a¶</think><|",
        "a </think>¶b|a </think>¶b|",
        "<think>a</think>b¶</think>¶c|b¶</think>¶c|a",
        "a¶</think>¶<think>b</think>c|c|a¶b"
      })
  void takesWhatStandsBeforeALineThatClosesForThinking(String input, String text, String thinking) {
    assertFiltered(false, input, text, thinking);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      nullValues = "-",
      value = {
        "¶¶The answer.|The answer.|",
        "</think>¶¶The answer.|The answer.|",
        "¶</think>The answer.|The answer.|",
        "Set `<think>`, then|Set `<think>`, then|",
        "<think>hm</think>b <think>c|b <think>c|hm",
        "a¶<think>¶b¶</think>¶c|a¶<think>¶b¶</think>¶c|",
        " ¶|-|"
      })
  void countsNoTagWhereTheThinkingCameApart(String input, String text, String thinking) {
    assertFiltered(true, input, text, thinking);
  }

  @Test
  void anAnswerOfWhiteSpaceAloneIsNotHeldBackForEver() {
    Collected out = new Collected();
    ThinkFilter filter = new ThinkFilter(out);

    for (int i = 0; i < 1000; i++) {
      filter.accept(new char[] {'\n'}, 0, 1);
    }

    assertEquals(1000, out.text.length());
  }

  private static void assertFiltered(boolean apart, String input, String text, String thinking) {
    String lines = input.replace('¶', '\n');
    String expected = (text == null ? "" : text) + "|" + (thinking == null ? "" : thinking);
    Splits.of(lines.length())
        .forEach(
            cuts -> assertEquals(expected.replace('¶', '\n'), filtered(apart, lines, cuts), input));
  }

  private static String filtered(boolean apart, String input, int[] cuts) {
    Collected out = new Collected();
    ThinkFilter filter = new ThinkFilter(out);
    if (apart) {
      filter.apart();
    }
    int from = 0;
    for (int cut : cuts) {
      filter.accept(input.toCharArray(), from, cut - from);
      from = cut;
    }
    filter.accept(input.toCharArray(), from, input.length() - from);
    filter.end();
    return out.text + "|" + out.thinking;
  }

  private static final class Collected implements Pieces {
    final StringBuilder text = new StringBuilder();
    final StringBuilder thinking = new StringBuilder();

    @Override
    public void text(char[] characters, int from, int length) {
      text.append(characters, from, length);
    }

    @Override
    public void thinking(char[] characters, int from, int length) {
      thinking.append(characters, from, length);
    }

    @Override
    public void thoughtSoFar() {
      thinking.append(text);
      text.setLength(0);
    }
  }
}
