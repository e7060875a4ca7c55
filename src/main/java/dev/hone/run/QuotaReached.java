package dev.hone.run;

import java.time.Duration;

/** An owner has used as much as they may; what was asked for has not been done. */
public final class QuotaReached extends RuntimeException {

  private final Quota quota;
  private final Duration retryAfter;

  QuotaReached(Quota quota, long most, Duration retryAfter) {
    super(says(quota, most), null, false, false); // an answer, and there may be many
    this.quota = quota;
    this.retryAfter = retryAfter;
  }

  public Quota quota() {
    return quota;
  }

  /** When it is worth another try; at least 1 s. */
  public Duration retryAfter() {
    return retryAfter;
  }

  private static String says(Quota quota, long most) {
    String reached =
        switch (quota) {
          case RUNS -> "%d runs that have not ended are as many as an owner may have";
          case REQUESTS -> "%d requests a minute are as many as an owner may make";
          case TOKENS -> "%d tokens a day (UTC) are as many as an owner may use, and they are used";
        };
    return reached.formatted(most) + " (" + quota.setting() + ").";
  }
}
