package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
        "one <think>hm</think> two|one  two|hm",
        "<think>never closed < b|-|never closed < b",
        "<think>a<think>b</think>c</think>d|d|a<think>b</think>c",
        "<think>a</think><think>b</think>c|c|ab",
        "a </think> b|a </think> b|",
        "a < b <thin <<think>c</think>d|a < b <thin <d|c",
        "a <thinking> b </thought>|a <thinking> b </thought>|",
        "<think>a</thi</think>b|b|a</thi",
        "ends with <th|ends with <th|",
        "<think>ends with </thin|-|ends with </thin",
        "<|<|",
        "</|</|",
        "</ think>|</ think>|",
        "<<<think>x</think>|<<|x",
        "<think>x</think>  |-|x",
        "🙂<think>🤔</think>🙂|🙂🙂|🤔"
      })
  void setsThinkingApartHoweverTheTextIsCut(String input, String text, String thinking) {
    Splits.of(input.length()).forEach(cuts -> assertFiltered(input, cuts, text, thinking));
  }

  private static void assertFiltered(String input, int[] cuts, String text, String thinking) {
    Collected out = new Collected();
    ThinkFilter filter = new ThinkFilter(out);
    int from = 0;
    for (int cut : cuts) {
      filter.accept(input.toCharArray(), from, cut - from);
      from = cut;
    }
    filter.accept(input.toCharArray(), from, input.length() - from);
    filter.end();
    List<String> expected = List.of(text == null ? "" : text, thinking == null ? "" : thinking);
    assertEquals(expected, List.of(out.text.toString(), out.thinking.toString()), input);
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
  }
}
