package dev.hone.reward.rule;

import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whether the numbers in a text are those of the right answer, one by one. */
@Singleton
final class NumberAccuracy implements Rule {

  private static final Param<Double> TOLERANCE =
      Param.number("tolerance", 1e-6, "how far a number may be from the right one")
          .where(tolerance -> tolerance >= 0, "a number, at least 0");

  private static final Pattern NUMBER = Pattern.compile("-?\\p{Nd}++\\.?+\\p{Nd}*+");

  @Override
  public String name() {
    return "number_accuracy";
  }

  @Override
  public String description() {
    return "The share of the reference's numbers that the answer has at the same place in order.";
  }

  @Override
  public Range range() {
    return Range.UNIT;
  }

  @Override
  public boolean needsReference() {
    return true;
  }

  @Override
  public List<Param<?>> params() {
    return List.of(TOLERANCE);
  }

  @Override
  public Check with(Params params) {
    double tolerance = params.get(TOLERANCE);
    return text -> finding(numbers(text.text()), numbers(text.reference()), tolerance);
  }

  private static Finding finding(double[] answer, double[] reference, double tolerance) {
    if (reference.length == 0) {
      return new Finding(0, "The reference has no numbers to compare with.");
    }
    if (answer.length == 0) {
      return new Finding(0, "There are no numbers in the answer; give the result in digits.");
    }
    long right =
        IntStream.range(0, Math.min(answer.length, reference.length))
            .filter(i -> Math.abs(answer[i] - reference[i]) <= tolerance)
            .count();
    return Finding.of(
        (double) right / reference.length,
        "Number accuracy: %d of %d numbers are right, compared in their order.",
        right,
        reference.length);
  }

  private static double[] numbers(String text) {
    return NUMBER.matcher(text).results().mapToDouble(match -> value(match.group())).toArray();
  }

  /** Any script's digits count. */
  private static double value(String number) {
    return Double.parseDouble(
        number
            .codePoints()
            .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
            .mapToObj(Character::toString)
            .collect(Collectors.joining()));
  }
}
