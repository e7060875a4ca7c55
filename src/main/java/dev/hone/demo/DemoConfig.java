package dev.hone.demo;

import dev.hone.setting.CountOrZero;
import dev.hone.setting.TimeOrZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How fast the demo model speaks. */
@ConfigMapping(prefix = "hone.demo")
public interface DemoConfig {

  /** Tokens a second of each answer; 0 means as fast as the socket takes them. */
  @WithConverter(CountOrZero.class)
  @WithDefault("30")
  int tokensPerSecond();

  /** How long the model is silent before its first token; 0 means not at all. */
  @WithConverter(TimeOrZero.class)
  @WithDefault("0.3S")
  Duration firstToken();
}
