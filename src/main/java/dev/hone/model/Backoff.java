package dev.hone.model;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before another try: exponential with full jitter, or what the provider asks. */
record Backoff(Duration initial, Duration max, Duration maxRetryAfter, RandomGenerator random) {

  /** Beyond this the doubled wait is over every sane maximum, and a shift would overflow. */
  private static final int MAX_DOUBLINGS = 20;

  /**
   * The wait in milliseconds.
   *
   * @param retry counts from 1
   * @param asked by the provider; {@code null} if it didn't
   */
  long millis(int retry, Duration asked) {
    if (asked != null) {
      return min(asked, maxRetryAfter);
    }
    Duration doubled = initial.multipliedBy(1L << Math.min(retry - 1, MAX_DOUBLINGS));
    return random.nextLong(min(doubled, max) + 1);
  }

  private static long min(Duration a, Duration b) {
    return (a.compareTo(b) < 0 ? a : b).toMillis();
  }
}
