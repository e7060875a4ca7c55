package dev.hone.run;

import java.time.Duration;

/** What an owner has only so much of. */
public enum Quota {
  /** Runs that have not ended. */
  RUNS("hone.quota.runs", null),
  /** Requests in a minute. */
  REQUESTS("hone.quota.requests-per-minute", Duration.ofMinutes(1)),
  /** Tokens of all model calls in a day of UTC. */
  TOKENS("hone.quota.tokens-per-day", Duration.ofDays(1));

  private final String setting;
  private final Duration window;

  Quota(String setting, Duration window) {
    this.setting = setting;
    this.window = window;
  }

  /** The setting that says how much. */
  String setting() {
    return setting;
  }

  /** In what time that is; {@code null} for {@link #RUNS}. */
  public Duration window() {
    return window;
  }

  /**
   * The number of the window that a time is in, from 1970 on.
   *
   * @param at in milliseconds of the epoch
   */
  public long windowAt(long at) {
    return Math.floorDiv(at, window.toMillis());
  }

  /** How long the window goes on that a time is in; above zero. */
  public Duration leftAt(long at) {
    return window.minusMillis(Math.floorMod(at, window.toMillis()));
  }
}
