package dev.hone.reward.rule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of RE2's syntax will cost to compile, told before it is: its repetitions
 * multiply within each other, so that fifty characters make a program that fills any memory, and
 * there are letters that its library never finishes to fold. Knows just enough of the syntax for
 * that, and calls no valid expression less than it is.
 */
final class RegexCost {

  /** What a class of Unicode takes against a letter: some kilobytes and the time to merge them. */
  private static final int CLASS = 60;

  /** Of a range whose case is ignored each letter is looked at; this many take a letter's time. */
  private static final int FOLDED_AT_ONCE = 100;

  /**
   * From a letter of Cyrillic Extended-C, folding never comes back to it, and RE2/J 1.8 waits for
   * that for ever (google/re2j, issue 168).
   */
  private static final int FIRST_ENDLESS = 0x1c80;

  private static final int LAST_ENDLESS = 0x1c8f;

  private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[a-zA-Z]*i");

  /** Those that are for what comes after them; a repetition then still repeats what was before. */
  private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*\\)");

  private static final Pattern REPETITION = Pattern.compile("\\{([0-9]{1,9})(,([0-9]{0,9}))?\\}");
  private static final Pattern CODE_POINT =
      Pattern.compile(
          "\\\\x\\{0*([0-9a-fA-F]{1,6})\\}|\\\\x([0-9a-fA-F]{2})|\\\\([0-7]{1,3})|\\\\?(.)",
          Pattern.DOTALL);

  private final String text;
  private final boolean ignoresCase;
  private final Deque<Double> outer = new ArrayDeque<>();
  private double size; // of the group so far, as instructions
  private double last; // the part of it that a repetition would repeat
  private double made; // what is made once, however often it is repeated
  private int at;

  private RegexCost(String text) {
    this.text = text;
    this.ignoresCase = IGNORES_CASE.matcher(text).find();
  }

  /**
   * About as many instructions as it will be compiled to, or more for what else takes time.
   *
   * @throws IllegalArgumentException if compiling it would never end; the message says what would
   *     be right
   */
  static double of(String expression) {
    return new RegexCost(expression).cost();
  }

  private double cost() {
    while (at < text.length()) {
      next();
    }
    while (!outer.isEmpty()) {
      close();
    }
    return size + made;
  }

  private void next() {
    switch (text.charAt(at)) {
      case '(' -> open();
      case ')' -> {
        at++;
        if (!outer.isEmpty()) {
          close();
        }
      }
      case '[' -> readClass();
      case '{' -> repeat();
      case '*', '+', '?' -> {
        at++;
        size++;
        last++;
      }
      default -> {
        if (text.startsWith("\\Q", at)) {
          quote();
        } else {
          readPoint();
          part(1);
        }
      }
    }
  }

  private void part(double its) {
    size += its;
    last = its;
  }

  private void open() {
    Matcher flags = FLAGS.matcher(text).region(at, text.length());
    if (flags.lookingAt()) {
      at = flags.end();
      return;
    }
    at++;
    outer.push(size);
    size = 0;
    last = 0;
  }

  private void close() {
    double inner = size + 2; // where it begins and ends
    size = outer.pop();
    part(inner);
  }

  private void repeat() {
    Matcher repetition = REPETITION.matcher(text).region(at, text.length());
    if (!repetition.lookingAt()) {
      at++;
      part(1);
      return;
    }
    at = repetition.end();
    String most = repetition.group(3);
    double times =
        Double.parseDouble(most == null || most.isEmpty() ? repetition.group(1) : most) + 1;
    size += last * times;
    last += last * times;
  }

  private void quote() {
    int end = text.indexOf("\\E", at + 2);
    String quoted = text.substring(at + 2, end < 0 ? text.length() : end);
    quoted.codePoints().forEach(letter -> fold(letter, letter));
    size += quoted.length();
    last = 1;
    at = end < 0 ? text.length() : end + 2;
  }

  private void readClass() {
    part(1);
    at++;
    if (text.startsWith("^", at)) {
      at++;
    }
    for (boolean first = true; at < text.length(); first = false) {
      if (text.charAt(at) == ']' && !first) {
        at++;
        return;
      }
      int named = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
      if (named >= 0) {
        at = named + 2;
        continue;
      }
      int from = readPoint();
      if (text.startsWith("-", at) && !text.startsWith("-]", at)) {
        at++;
        fold(from, readPoint());
      }
    }
  }

  /** One letter, however it is written; a class of Unicode is counted as such. */
  private int readPoint() {
    Matcher point = CODE_POINT.matcher(text).region(at, text.length());
    if (text.startsWith("\\p", at) || text.startsWith("\\P", at)) {
      made += CLASS;
    }
    if (!point.lookingAt()) {
      at = text.length(); // it ends with a backslash, which is no expression
      return 0;
    }
    at = point.end();
    int letter = letter(point);
    fold(letter, letter);
    return letter;
  }

  private static int letter(Matcher point) {
    for (int group = 1; group <= 3; group++) {
      if (point.group(group) != null) {
        return Integer.parseInt(point.group(group), group == 3 ? 8 : 16);
      }
    }
    return point.group(4).codePointAt(0);
  }

  private void fold(int from, int to) {
    if (ignoresCase && from <= LAST_ENDLESS && to >= FIRST_ENDLESS) {
      throw new IllegalArgumentException(
          "a regular expression that doesn't ignore the case of U+1C80 to U+1C8F");
    }
    if (ignoresCase) {
      made += Math.max(0, to - from) / FOLDED_AT_ONCE;
    }
  }
}
