package dev.hone.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where the events of runs are kept, and how long. */
@ConfigMapping(prefix = "hone.run-log")
interface RunLogConfig {

  /** The stores that there are; any other name fails the start and is told these. */
  enum Store {
    MEMORY,
    FILE
  }

  /**
   * {@code memory}: in the heap, gone with the process. {@code file}: in a folder, for one process.
   */
  @WithDefault("file")
  Store store();

  /** For {@code file}: the folder, made if it is missing. No other process may use it. */
  @WithDefault("data")
  Path path();

  /**
   * For {@code file}. {@code none}: what was seen survives the process. {@code group}: the machine
   * too, but every group of events waits for the disk.
   */
  @WithDefault("none")
  Sync sync();

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
