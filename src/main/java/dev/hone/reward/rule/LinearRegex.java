package dev.hone.reward.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions of callers: RE2's, whose time is linear, so that no text makes one run away.
 */
final class LinearRegex {

  private static final int LONGEST = 1000;

  /** Time is length of the text by size of the program. */
  private static final int LARGEST = 2000;

  private LinearRegex() {}

  /**
   * @throws IllegalArgumentException if it can't be used; the message says what would be right
   */
  static Pattern compile(String expression) {
    if (expression.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a regular expression of at most " + LONGEST + " characters");
    }
    try {
      Pattern pattern = Pattern.compile(expression);
      if (pattern.programSize() > LARGEST) {
        throw new IllegalArgumentException(
            "a regular expression with fewer or smaller repetitions");
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "a regular expression in RE2's syntax: " + e.getDescription(), e);
    }
  }
}
