package dev.hone.reward.judge;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The verdict of a pointwise judge: which rubrics are violated. */
final class Violations {

  static final String TAG = "violation";

  private static final Pattern NUMBERS =
      Pattern.compile("[1-9]\\d{0,3}(?:\\s*,\\s*[1-9]\\d{0,3})*");

  private Violations() {}

  /**
   * Reads numbers from 1, comma-separated, or {@code none}. A number said twice is one violation:
   * it leaves no doubt about what is meant.
   *
   * @return empty if it is anything else, or names a rubric that doesn't exist
   */
  static Optional<Set<Integer>> in(String verdict, int rubrics) {
    if (verdict.equalsIgnoreCase("none")) {
      return Optional.of(Set.of());
    }
    if (!NUMBERS.matcher(verdict).matches()) {
      return Optional.empty();
    }
    Set<Integer> violated =
        Arrays.stream(verdict.split(","))
            .map(number -> Integer.valueOf(number.strip()))
            .collect(Collectors.toUnmodifiableSet());
    return violated.stream().allMatch(number -> number <= rubrics)
        ? Optional.of(violated)
        : Optional.empty();
  }
}
