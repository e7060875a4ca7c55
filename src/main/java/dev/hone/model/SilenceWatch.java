package dev.hone.model;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Calls back once nothing was heard for too long, or once it took too long in all. There is one
 * timer however much is heard: it looks at the clock when it fires. All calls come from one event
 * loop.
 */
final class SilenceWatch {

  private static final long NONE = -1;

  /** No limit, with room to count on beyond it. */
  private static final long ENDLESS = Long.MAX_VALUE / 2;

  private final Vertx vertx;
  private final Runnable onSilence;
  private long limitNanos;
  private long inAllNanos;
  private long begunAt;
  private long heardAt;
  private boolean suspended;
  private long suspendedAt;
  private long timer = NONE;

  SilenceWatch(Vertx vertx, Runnable onSilence) {
    this.vertx = vertx;
    this.onSilence = onSilence;
  }

  /** Listens from now on; a limit from before no longer counts. */
  void listen(Duration limit) {
    listen(limit.toNanos(), ENDLESS);
  }

  /**
   * The same.
   *
   * @param inAll how long it may take until it is told otherwise, however much is heard
   */
  void listen(Duration limit, Duration inAll) {
    listen(limit.toNanos(), Math.min(inAll.toNanos(), ENDLESS));
  }

  private void listen(long limit, long inAll) {
    stop();
    limitNanos = limit;
    inAllNanos = inAll;
    heard();
    begunAt = heardAt;
    suspendedAt = heardAt;
    arm(Math.min(limit, inAll));
  }

  void heard() {
    heardAt = System.nanoTime();
  }

  /** While we don't read nobody can be heard. */
  void suspend() {
    suspended = true;
    suspendedAt = System.nanoTime();
  }

  void resume() {
    if (suspended) {
      passOver();
      suspended = false;
    }
  }

  /** Whether it took as long as it may in all. */
  boolean isAllOver() {
    return inAllLeft() <= 0;
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
      passOver();
    }
    long left = Math.min(limitNanos - (System.nanoTime() - heardAt), inAllLeft());
    if (left > 0) {
      arm(left);
    } else {
      onSilence.run();
    }
  }

  private void passOver() {
    heard();
    begunAt += heardAt - suspendedAt;
    suspendedAt = heardAt;
  }

  private long inAllLeft() {
    return inAllNanos - (System.nanoTime() - begunAt);
  }
}
