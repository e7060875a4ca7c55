package dev.hone.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Reads the header {@code Retry-After}, seconds or an HTTP date, and {@code retry-after-ms}. */
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
    Duration wait = number(header.strip(), 1000);
    if (wait == null) {
      wait = date(header.strip(), now);
    }
    return wait == null || !wait.isNegative() ? wait : Duration.ZERO;
  }

  /**
   * The same of {@code retry-after-ms}: milliseconds.
   *
   * @param header may be {@code null}
   */
  static Duration millis(String header) {
    Duration wait = header == null ? null : number(header.strip(), 1);
    return wait == null || !wait.isNegative() ? wait : Duration.ZERO;
  }

  private static Duration number(String value, int unitMillis) {
    try {
      double number = Double.parseDouble(value);
      return Double.isFinite(number) ? Duration.ofMillis(Math.round(number * unitMillis)) : null;
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
