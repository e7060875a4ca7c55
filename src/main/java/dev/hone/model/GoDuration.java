package dev.hone.model;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as Go writes them, and most providers: {@code 1m30s}, {@code 6ms}, {@code 17.2s}. */
final class GoDuration {

  private static final Pattern PART =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{0,9})?)(ms|us|µs|ns|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

  /** Longer than any; the expression's depth grows with the text. */
  private static final int LONGEST = 64;

  private GoDuration() {}

  /**
   * {@code null} where it can't be read. A number without a unit can't: some mean seconds by it,
   * others a date.
   */
  static Duration read(String text) {
    if (text.length() > LONGEST || !WHOLE.matcher(text).matches()) {
      return null;
    }
    double nanos = 0;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      nanos += Double.parseDouble(part.group(1)) * nanos(part.group(2));
    }
    return Duration.ofMillis(Math.round(nanos / 1e6));
  }

  /** To a millisecond below ten seconds, else to a second. */
  static String text(Duration time) {
    if (time.compareTo(Duration.ofSeconds(10)) < 0) {
      long millis = time.toMillis();
      return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
    String text = part(time.toHours(), "h") + part(time.toMinutesPart(), "m");
    return text + part(time.toSecondsPart(), "s");
  }

  private static String part(long count, String unit) {
    return count == 0 ? "" : count + unit;
  }

  private static double nanos(String unit) {
    return switch (unit) {
      case "h" -> 3.6e12;
      case "m" -> 6e10;
      case "s" -> 1e9;
      case "ms" -> 1e6;
      case "ns" -> 1;
      default -> 1e3;
    };
  }
}
