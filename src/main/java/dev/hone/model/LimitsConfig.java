package dev.hone.model;

import dev.hone.setting.PositiveCount;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** The part of {@code hone.limits} that this package keeps. */
@ConfigMapping(prefix = "hone.limits")
interface LimitsConfig {

  /**
   * Characters of an answer; a longer one is cut with the finish reason {@code length}. Thinking
   * has the same limit on its own.
   */
  @WithConverter(PositiveCount.class)
  @WithDefault("1000000")
  int candidate();
}
