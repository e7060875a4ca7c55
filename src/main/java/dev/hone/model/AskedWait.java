package dev.hone.model;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** How long a provider that refuses asks to wait, in whichever of its ways it says so. */
final class AskedWait {

  private static final int TOO_MANY_REQUESTS = 429;

  private AskedWait() {}

  /**
   * The wait; {@code null} where it doesn't ask for one.
   *
   * @param header gives the response's by name, {@code null} where there is none
   */
  static Duration of(int status, UnaryOperator<String> header, ProviderError error, Instant now) {
    Duration wait = some(RetryAfter.millis(header.apply("retry-after-ms")));
    if (wait == null) {
      wait = some(RetryAfter.read(header.apply("Retry-After"), now));
    }
    if (wait == null && status == TOO_MANY_REQUESTS) {
      wait = some(reset(header));
    }
    return wait == null ? some(error.asked()) : wait;
  }

  /** Google rounds parts of a second down to none: that says when, but not how long. */
  private static Duration some(Duration wait) {
    return wait == null || wait.isZero() || wait.isNegative() ? null : wait;
  }

  /** Where several are used up, all must come back. */
  private static Duration reset(UnaryOperator<String> header) {
    return Stream.of("requests", "tokens")
        .filter(of -> "0".equals(header.apply("x-ratelimit-remaining-" + of)))
        .map(of -> header.apply("x-ratelimit-reset-" + of))
        .filter(reset -> reset != null)
        .map(GoDuration::read)
        .filter(wait -> wait != null)
        .max(Duration::compareTo)
        .orElse(null);
  }
}
