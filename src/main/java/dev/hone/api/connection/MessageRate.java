package dev.hone.api.connection;

import java.util.function.LongSupplier;

/**
 * How fast one WebSocket may send messages: so many a second in the long run, more in a burst. What
 * is refused counts too, so that a client which doesn't stop sinks until it is closed. Not
 * thread-safe: messages of one socket are handled one after another.
 */
public final class MessageRate {

  /** What is to become of a message. */
  public enum Verdict {
    TAKE,
    REFUSE,
    CLOSE
  }

  private static final double SECOND = 1e9;

  /** Seconds' worth of messages that are refused before the socket is closed. */
  private static final int PATIENCE = 2;

  private final double perSecond;
  private final double burst;
  private final LongSupplier nanos;
  private double left;
  private long last;

  MessageRate(int perSecond, int burst, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanos = nanos;
    this.left = burst;
    this.last = nanos.getAsLong();
  }

  public static MessageRate of(ConnectionLimits limits) {
    return new MessageRate(limits.messagesPerSecond(), limits.messageBurst(), System::nanoTime);
  }

  /** For each message, once. */
  public Verdict next() {
    long now = nanos.getAsLong();
    left = Math.min(burst, left + (now - last) / SECOND * perSecond) - 1;
    last = now;
    if (left >= 0) {
      return Verdict.TAKE;
    }
    return left >= -PATIENCE * perSecond ? Verdict.REFUSE : Verdict.CLOSE;
  }
}
