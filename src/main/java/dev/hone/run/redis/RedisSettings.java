package dev.hone.run.redis;

import java.time.Duration;

/**
 * How the log in Redis is kept.
 *
 * @param prefix of all keys and channels
 * @param lease how long a pod may be silent before others take its runs
 * @param timeout how long an answer may take before the connection is given up
 * @param patience how long a worker's append waits for Redis to come back
 * @param age how long a run is kept after its end
 * @param runs how many ended runs are kept, at least 1
 */
public record RedisSettings(
    String prefix, Duration lease, Duration timeout, Duration patience, Duration age, int runs) {

  public RedisSettings {
    if (runs < 1) {
      throw new IllegalArgumentException("retention.runs must be at least 1, not " + runs);
    }
    positive("retention.age", age);
    positive("lease", lease);
    positive("redis.timeout", timeout);
    positive("redis.patience", patience);
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
