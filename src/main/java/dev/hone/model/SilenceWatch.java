package dev.hone.model;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Calls back once nothing was heard for too long. There is one timer however much is heard: it
 * looks at the clock when it fires. All calls come from one event loop.
 */
final class SilenceWatch {

  private static final long NONE = -1;

  private final Vertx vertx;
  private final Runnable onSilence;
  private long limitNanos;
  private long heardAt;
  private boolean suspended;
  private long timer = NONE;

  SilenceWatch(Vertx vertx, Runnable onSilence) {
    this.vertx = vertx;
    this.onSilence = onSilence;
  }

  /** Listens from now on; a limit from before no longer counts. */
  void listen(Duration limit) {
    stop();
    limitNanos = limit.toNanos();
    heard();
    arm(limitNanos);
  }

  void heard() {
    heardAt = System.nanoTime();
  }

  /** While we don't read nobody can be heard. */
  void suspend() {
    suspended = true;
  }

  void resume() {
    suspended = false;
    heard();
  }

  void stop() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }

  private void arm(long nanos) {
    timer = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, id -> look());
  }

  private void look() {
    timer = NONE;
    if (suspended) {
      heard();
    }
    long left = limitNanos - (System.nanoTime() - heardAt);
    if (left > 0) {
      arm(left);
    } else {
      onSilence.run();
    }
  }
}
