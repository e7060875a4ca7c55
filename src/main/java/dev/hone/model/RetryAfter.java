package dev.hone.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Reads the header {@code Retry-After}: seconds or an HTTP date. */
final class RetryAfter {

  private RetryAfter() {}

  /**
   * The wait that it asks for, never negative; {@code null} where it is absent or says nothing that
   * can be read.
   *
   * @param header may be {@code null}
   */
  static Duration read(String header, Instant now) {
    if (header == null) {
      return null;
    }
    Duration wait = seconds(header.strip());
    if (wait == null) {
      wait = date(header.strip(), now);
    }
    return wait == null || !wait.isNegative() ? wait : Duration.ZERO;
  }

  private static Duration seconds(String value) {
    try {
      double seconds = Double.parseDouble(value);
      return Double.isFinite(seconds) ? Duration.ofMillis(Math.round(seconds * 1000)) : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static Duration date(String value, Instant now) {
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      return Duration.between(now, then);
    } catch (DateTimeException notADate) {
      return null;
    }
  }
}
