package dev.hone.run;

import dev.hone.setting.CountOrZero;
import dev.hone.setting.PositiveCount;
import dev.hone.setting.PositiveTime;
import dev.hone.setting.TimeOrZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many runs this pod takes. */
@ConfigMapping(prefix = "hone.runs")
interface RunsConfig {

  /** Runs that are worked on at once; at least 1. */
  @WithConverter(PositiveCount.class)
  @WithDefault("2000")
  int maxActive();

  /** Runs that wait for a turn, each owner in turn; 0: none waits. */
  @WithConverter(CountOrZero.class)
  @WithDefault("1000")
  int maxQueued();

  /**
   * How long this pod may be silent before other pods take its runs; the same on all pods. A third
   * of it, and at most a second, is how often a pod looks for runs that nobody works on.
   */
  @WithConverter(PositiveTime.class)
  @WithDefault("10S")
  Duration lease();

  /**
   * What a caller is told to wait who is refused: there is no room, they have as many runs as they
   * may, or the server is to stop. Told in whole seconds, at least 1.
   */
  @WithConverter(TimeOrZero.class)
  @WithDefault("5S")
  Duration retryAfter();

  /**
   * How long, when the server is to stop, a run may take to the end of its step; then it is given
   * up in the middle.
   */
  @WithConverter(TimeOrZero.class)
  @WithDefault("20S")
  Duration drain();

  /** How many pods may begin with one step of a run, one after the other, before it fails. */
  @WithConverter(PositiveCount.class)
  @WithDefault("5")
  int attempts();
}
