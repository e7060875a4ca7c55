package dev.hone.run;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What this process is called. */
@ConfigMapping(prefix = "hone")
interface PodConfig {

  /** The name in {@code run.started}; without one it is the host's. */
  Optional<String> pod();
}
