package dev.hone.run;

/** What an owner has only so much of. */
public enum Quota {
  /** Runs that have not ended. */
  RUNS("hone.quota.runs"),
  /** Requests in a minute. */
  REQUESTS("hone.quota.requests-per-minute"),
  /** Tokens of all model calls in a day. */
  TOKENS("hone.quota.tokens-per-day");

  private final String setting;

  Quota(String setting) {
    this.setting = setting;
  }

  /** The setting that says how much. */
  String setting() {
    return setting;
  }
}
