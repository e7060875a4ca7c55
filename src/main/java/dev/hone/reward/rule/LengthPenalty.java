package dev.hone.reward.rule;

import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.List;

/** Takes a little away for each character that a text is too short or too long. */
@Singleton
final class LengthPenalty implements Rule {

  private static final Param<Integer> MIN =
      Param.integer("min_length", 10, "the shortest length without a penalty, in characters")
          .where(length -> length >= 0, "a whole number, at least 0");
  private static final Param<Integer> MAX =
      Param.integer("max_length", 1000, "the longest length without a penalty, in characters")
          .where(length -> length >= 0, "a whole number, at least 0");
  private static final Param<Double> RATE =
      Param.number("penalty_rate", 0.01, "what each character too few or too many costs")
          .where(rate -> rate >= 0, "a number, at least 0");

  @Override
  public String name() {
    return "length_penalty";
  }

  @Override
  public String description() {
    return "Penalises texts that are shorter or longer than wanted, by the character.";
  }

  @Override
  public Range range() {
    return Range.upTo(0);
  }

  @Override
  public List<Param<?>> params() {
    return List.of(MIN, MAX, RATE);
  }

  @Override
  public Check with(Params params) {
    int min = params.get(MIN);
    int max = params.get(MAX);
    double rate = params.get(RATE);
    if (min > max) {
      throw Params.wrong(MIN, "at most max_length, which is " + max);
    }
    return text -> finding(text.length(), min, max, rate);
  }

  private static Finding finding(int length, int min, int max, double rate) {
    if (length < min) {
      int missing = min - length;
      return Finding.of(
          0 - missing * rate,
          "Text length: %d characters, %d below the minimum of %d; say more.",
          length,
          missing,
          min);
    }
    if (length > max) {
      int excess = length - max;
      return Finding.of(
          0 - excess * rate,
          "Text length: %d characters, %d over the limit of %d; shorten it.",
          length,
          excess,
          max);
    }
    return Finding.of(0, "Text length: %d characters, within %d to %d.", length, min, max);
  }
}
