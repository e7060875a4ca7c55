package dev.hone.reward.judge;

import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The verdict of a pointwise judge: which rubrics are violated. */
final class Violations {

  static final String TAG = "violation";

  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,3}");

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
    NavigableSet<Integer> violated = new TreeSet<>();
    for (String number : verdict.split(",", -1)) {
      if (!NUMBER.matcher(number.strip()).matches()) {
        return Optional.empty();
      }
      violated.add(Integer.valueOf(number.strip()));
    }
    return violated.last() <= rubrics ? Optional.of(violated) : Optional.empty();
  }
}
