package dev.hone.reward.rule;

import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.List;

/** Whether a text has about as many words as wanted; the farther away, the lower the score. */
@Singleton
final class WordCount implements Rule {

  private static final Param<Integer> MIN =
      Param.integer("min", 0, "the fewest words").where(n -> n >= 0, "a whole number, at least 0");
  private static final Param<Integer> MAX =
      Param.integer("max", null, "the most words").where(n -> n >= 1, "a whole number, at least 1");

  @Override
  public String name() {
    return "word_count";
  }

  @Override
  public String description() {
    return "Whether the answer has between min and max words; less the farther it is away.";
  }

  @Override
  public Range range() {
    return Range.UNIT;
  }

  @Override
  public List<Param<?>> params() {
    return List.of(MIN, MAX);
  }

  @Override
  public Check with(Params params) {
    int min = params.get(MIN);
    int max = params.get(MAX) == null ? Integer.MAX_VALUE : params.get(MAX);
    if (min > max) {
      throw Params.wrong(MIN, "at most max, which is " + max);
    }
    return text -> finding(PythonText.split(text.text()).size(), min, max);
  }

  private static Finding finding(int words, int min, int max) {
    if (words < min) {
      return Finding.of(
          (double) words / min, "%d words, %d too few; say more.", words, min - words);
    }
    if (words > max) {
      return Finding.of(
          (double) max / words, "%d words, %d too many; shorten it.", words, words - max);
    }
    return Finding.of(1, "%d words, as many as wanted.", words);
  }
}
