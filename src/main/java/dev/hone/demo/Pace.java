package dev.hone.demo;

import java.time.Duration;

/**
 * How many tokens an answer may have sent after a time. Counting from the start, not from the last
 * token, keeps the rate true when a timer comes late.
 *
 * @param tokensPerSecond 0 means no limit
 * @param firstToken the silence before the first token
 */
record Pace(int tokensPerSecond, Duration firstToken) {

  private static final int MILLIS_A_SECOND = 1000;

  Pace {
    if (tokensPerSecond < 0 || firstToken.isNegative()) {
      throw new IllegalArgumentException(
          "hone.demo.tokens-per-second and hone.demo.first-token must be 0 or more");
    }
  }

  /** Of {@code total} tokens, those that may be out so long after the first was due. */
  int due(long millis, int total) {
    if (tokensPerSecond == 0) {
      return total;
    }
    return (int) Math.min(total, 1 + millis * tokensPerSecond / MILLIS_A_SECOND);
  }

  /** How long to wait before asking again; at least 1, as a timer needs. */
  long tickMillis() {
    return Math.max(1, MILLIS_A_SECOND / Math.max(1, tokensPerSecond));
  }
}
