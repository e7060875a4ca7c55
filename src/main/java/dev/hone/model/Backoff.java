package dev.hone.model;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another try: doubled each time, half of it random, or what the provider
 * asks.
 *
 * @param initial the longest wait before the first retry
 * @param max the longest wait
 * @param rateLimited as {@code initial}, where the provider limits the rate of requests and doesn't
 *     say for how long: that is counted by the minute, where other trouble may be over at once
 * @param maxRetryAfter the longest wait where the rate is limited, whoever names it
 */
record Backoff(
    Duration initial,
    Duration max,
    Duration rateLimited,
    Duration maxRetryAfter,
    RandomGenerator random) {

  /** Beyond this the doubled wait is over every sane maximum, and a shift would overflow. */
  private static final int MAX_DOUBLINGS = 20;

  /**
   * The wait in milliseconds.
   *
   * @param retry counts from 1
   * @param limited whether the provider limits the rate of requests
   * @param asked by the provider; {@code null} if it didn't
   */
  long millis(int retry, boolean limited, Duration asked) {
    if (asked != null) {
      return asked.toMillis();
    }
    return limited ? spread(rateLimited, maxRetryAfter, retry) : spread(initial, max, retry);
  }

  /** Whether a provider asks for more than anybody is to sit through. */
  boolean isTooMuch(Duration asked) {
    return asked != null && asked.compareTo(maxRetryAfter) > 0;
  }

  private long spread(Duration first, Duration most, int retry) {
    Duration doubled = first.multipliedBy(1L << Math.min(retry - 1, MAX_DOUBLINGS));
    long longest = (doubled.compareTo(most) < 0 ? doubled : most).toMillis();
    long half = longest / 2;
    return half + random.nextLong(longest - half + 1);
  }
}
