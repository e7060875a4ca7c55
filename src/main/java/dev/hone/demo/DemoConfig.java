package dev.hone.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How fast the demo model speaks. */
@ConfigMapping(prefix = "hone.demo")
public interface DemoConfig {

  /** Tokens a second of each answer; 0 means as fast as the socket takes them. */
  @WithDefault("30")
  int tokensPerSecond();

  /** How long the model is silent before its first token; 0 means not at all. */
  @WithDefault("0.3S")
  Duration firstToken();
}
