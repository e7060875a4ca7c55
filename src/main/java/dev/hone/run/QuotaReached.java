package dev.hone.run;

import dev.hone.refinement.Problem;
import java.time.Duration;

/** An owner has used as much as they may; what was asked for has not been done. */
public final class QuotaReached extends RuntimeException {

  private final Quota quota;
  private final Duration retryAfter;

  QuotaReached(Quota quota, long most, Duration retryAfter) {
    super(says(quota, most, retryAfter), null, false, false); // an answer, and there may be many
    this.quota = quota;
    this.retryAfter = retryAfter;
  }

  public Quota quota() {
    return quota;
  }

  /** When it is worth another try; whole seconds, at least 1. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** As it is told. */
  public Problem problem() {
    return Problem.of("quota", "Quota reached", 429, getMessage());
  }

  private static String says(Quota quota, long most, Duration retryAfter) {
    String reached =
        switch (quota) {
          case RUNS -> "%d runs that have not ended are as many as an owner may have";
          case REQUESTS -> "%d requests a minute are as many as an owner may make";
          case TOKENS -> "%d tokens a day (UTC) are as many as an owner may use";
        };
    return "%s (%s); try again in %d s."
        .formatted(reached.formatted(most), quota.setting(), retryAfter.toSeconds());
  }
}
