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

  /** Compiling this many instructions takes milliseconds, and what is told before is rough. */
  private static final int MOST_COST = 10 * LARGEST;

  /** Size of the program by length of the text: a second or two. */
  private static final long MOST_STEPS = 50_000_000;

  private LinearRegex() {}

  /**
   * @param program the size of all programs that are to look at a text
   * @throws Rule.TooMuch if that would take too long
   */
  static void check(long program, int length) {
    if (program * length > MOST_STEPS) {
      throw new Rule.TooMuch("The answer is too long for its regular expressions.");
    }
  }

  /**
   * @throws IllegalArgumentException if it can't be used; the message says what would be right
   */
  static Pattern compile(String expression) {
    if (expression.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a regular expression of at most " + LONGEST + " characters");
    }
    if (RegexCost.of(expression) > MOST_COST) {
      throw tooLarge();
    }
    try {
      Pattern pattern = Pattern.compile(expression);
      if (pattern.programSize() > LARGEST) {
        throw tooLarge();
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "a regular expression in RE2's syntax: " + e.getDescription(), e);
    }
  }

  private static IllegalArgumentException tooLarge() {
    return new IllegalArgumentException("a regular expression with fewer or smaller repetitions");
  }
}
