package dev.hone.run;

import dev.hone.run.local.Sync;
import dev.hone.setting.PositiveCount;
import dev.hone.setting.PositiveTime;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the events of runs are kept, and how long. */
@ConfigMapping(prefix = "hone.run-log")
interface RunLogConfig {

  /** The stores that there are; any other name fails the start and is told these. */
  enum Store {
    MEMORY,
    FILE,
    REDIS
  }

  /**
   * {@code memory}: in the heap, gone with the process. {@code file}: in a folder, for one process.
   * {@code redis}: in the Redis of {@code quarkus.redis.hosts}, shared by many pods.
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

  /** What the names of all keys and channels in Redis begin with. */
  @WithDefault("hone:")
  String prefix();

  Redis redis();

  Retention retention();

  /** How much trouble with Redis is waited out. */
  interface Redis {

    /** How long an answer may take; then the connection is given up. */
    @WithConverter(PositiveTime.class)
    @WithDefault("5S")
    Duration timeout();

    /**
     * How long a run holds its model call for Redis; then it goes on from its last complete step
     * once Redis is back. Best above the time of a failover.
     */
    @WithConverter(PositiveTime.class)
    @WithDefault("60S")
    Duration patience();
  }

  /** Which ended runs are kept; a run that has not ended always is. */
  interface Retention {

    /** How long after its end; above zero. */
    @WithConverter(PositiveTime.class)
    @WithDefault("P7D")
    Duration age();

    /** How many in all, the newest; at least 1. */
    @WithConverter(PositiveCount.class)
    @WithDefault("10000")
    int runs();

    /** For {@code memory}: how much of the heap, about; a quarter if it isn't said. */
    Optional<MemorySize> memory();
  }
}
