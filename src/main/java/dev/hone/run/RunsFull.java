package dev.hone.run;

import java.time.Duration;

/** As many runs are active and waiting as this pod takes; nothing was created. */
public final class RunsFull extends RuntimeException {

  private final Duration retryAfter;

  RunsFull(Duration retryAfter) {
    super("this server is busy; try again in " + retryAfter.toSeconds() + " s");
    this.retryAfter = retryAfter;
  }

  /** When it is worth another try, as {@code hone.runs.retry-after} says. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
