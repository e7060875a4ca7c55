package dev.hone.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the events of runs are kept, and how long. */
@ConfigMapping(prefix = "hone.run-log")
interface RunLogConfig {

  /** The stores that there are; any other name fails the start and is told these. */
  enum Store {
    MEMORY
  }

  /** {@code memory}: in the heap, gone with the process. */
  @WithDefault("memory")
  Store store();

  Retention retention();

  /** Which ended runs are kept; a run that has not ended always is. */
  interface Retention {

    /** How long after its end; above zero. */
    @WithDefault("P7D")
    Duration age();

    /** How many in all, the newest; at least 1. */
    @WithDefault("10000")
    int runs();
  }
}
