package dev.hone.model;

import dev.hone.refinement.Usage;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * How long a model may be silent. Until its first token whatever it sends shows that it lives, as
 * far as the limit for all of that: reasoning takes minutes, and many providers send comments
 * meanwhile.
 */
final class Silence {

  private final CallSettings settings;
  private final SilenceWatch watch;
  private boolean spoken;

  /**
   * @param onTooLong is told once
   */
  Silence(Vertx vertx, CallSettings settings, Runnable onTooLong) {
    this.settings = settings;
    this.watch = new SilenceWatch(vertx, onTooLong);
  }

  SilenceWatch watch() {
    return watch;
  }

  /** The request goes out. */
  void begins() {
    watch.listen(settings.firstToken(), inAll());
  }

  /** The first token is there. */
  void spoken() {
    spoken = true;
    watch.listen(settings.idle());
  }

  /** Whether there was a first token. */
  boolean isBroken() {
    return spoken;
  }

  /** What follows where it was too long: the same may well happen again, and each try is paid. */
  Outcome.Again outcome(Usage usage) {
    return new Outcome.Again("stalled", words(), null, usage, !spoken);
  }

  private String words() {
    if (spoken) {
      return words("idle-timeout", settings.idle());
    }
    return watch.isAllOver()
        ? words("first-token-limit", inAll())
        : words("first-token-timeout", settings.firstToken());
  }

  private static String words(String setting, Duration time) {
    return "hone.model." + setting + " is " + GoDuration.text(time);
  }

  /** Whoever waits longer for a sign of life waits as long for the first token. */
  private Duration inAll() {
    Duration limit = settings.firstTokenLimit();
    return limit.compareTo(settings.firstToken()) < 0 ? settings.firstToken() : limit;
  }
}
