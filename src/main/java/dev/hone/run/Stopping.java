package dev.hone.run;

import java.time.Duration;

/** This server is being stopped and takes no more runs; nothing was created. */
public final class Stopping extends RuntimeException {

  private final Duration retryAfter;

  Stopping(Duration retryAfter) {
    super("this server is being stopped");
    this.retryAfter = retryAfter;
  }

  /** When another server, or this one, may take it, as {@code hone.runs.retry-after} says. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
