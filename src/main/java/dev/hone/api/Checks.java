package dev.hone.api;

import dev.hone.refinement.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that its client learns of all of it at once. */
final class Checks {

  /** Enough to see what is wrong; an answer must not grow with what was sent. */
  private static final int MOST = 50;

  private final List<Problem.FieldError> errors = new ArrayList<>();

  /**
   * @param field its path, such as {@code messages[0].role}
   * @param right what would be right
   */
  Checks require(boolean holds, String field, String right) {
    if (!holds && errors.size() < MOST) {
      errors.add(new Problem.FieldError(field, right));
    }
    return this;
  }

  /** A number that may be absent, in a range; NaN never is. */
  Checks between(Number value, double least, double most, String field) {
    if (value == null || value.doubleValue() >= least && value.doubleValue() <= most) {
      return this;
    }
    return require(false, field, "a number " + range(least, most));
  }

  /**
   * @throws ProblemException if anything was wrong
   */
  void done() {
    if (!errors.isEmpty()) {
      throw ProblemException.badRequest(List.copyOf(errors));
    }
  }

  private static String range(double least, double most) {
    if (least == -Double.MAX_VALUE) {
      return "that is finite";
    }
    return most == Double.MAX_VALUE || most == Integer.MAX_VALUE
        ? "at least " + plain(least)
        : "from " + plain(least) + " to " + plain(most);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
