package dev.hone.reward;

import dev.hone.reward.remote.RemoteConfig;
import dev.hone.setting.PositiveCount;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What an operator can say about rewards. */
@ConfigMapping(prefix = "hone.rewards")
public interface RewardsConfig {

  /**
   * A JSON file of more judges, in the form of {@code rewards/judges.json} in the sources: {@code
   * {"judges": [{"name", "description", "task", "scenario", "rubrics", …}]}}. One with the name of
   * a judge that Hone has replaces it. Read at start.
   */
  Optional<Path> judges();

  /** How many parts of one mix, or votes of one judge, are evaluated at the same time. */
  @WithConverter(PositiveCount.class)
  @WithDefault("4")
  int atOnce();

  /**
   * Reward servers by the name that requests ask for; the form of their answers is in the README.
   */
  Map<String, RemoteConfig> remote();
}
