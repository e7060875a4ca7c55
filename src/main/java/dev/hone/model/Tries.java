package dev.hone.model;

import dev.hone.refinement.ModelFailure;

/** The tries of one call: whether there is one more, and when. */
final class Tries {

  private final int most;
  private final Backoff backoff;
  private int retries;
  private boolean onceMore;

  Tries(CallSettings settings) {
    this.most = settings.retries();
    this.backoff = settings.backoff();
  }

  /** Which one is under way, from 1. */
  int number() {
    return retries + 1;
  }

  /** Counts one more after one that failed so; or why there is none, else {@code null}. */
  ModelFailure again(Outcome.Again last) {
    if (backoff.isTooMuch(last.asked())) {
      return Exhausted.asksForTooMuch(last, backoff.maxRetryAfter());
    }
    if (retries == most || last.onceMore() && onceMore) {
      return Exhausted.after(last, number());
    }
    onceMore |= last.onceMore();
    retries++;
    return null;
  }

  /** The wait before the one that was counted last. */
  long waitMillis(Outcome.Again last) {
    return backoff.millis(retries, last.isRateLimit(), last.asked());
  }
}
