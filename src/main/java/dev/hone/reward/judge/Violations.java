package dev.hone.reward.judge;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The verdict of a pointwise judge: which rubrics are violated. */
final class Violations {

  static final String TAG = "violation";

  private Violations() {}

  /**
   * Reads numbers from 1 as a list, or {@code none}, as a {@link Verdict}. A number said twice is
   * one violation: it leaves no doubt about what is meant.
   *
   * @return empty if it is anything else, or names a rubric that doesn't exist
   */
  static Optional<Set<Integer>> in(String verdict, int rubrics) {
    return Verdict.isNone(verdict)
        ? Optional.of(Set.of())
        : Verdict.numbers(verdict)
            .filter(violated -> Collections.max(violated) <= rubrics)
            .map(TreeSet::new);
  }
}
