package dev.hone.model;

import dev.hone.setting.CountOrZero;
import dev.hone.setting.PositiveCount;
import dev.hone.setting.PositiveSize;
import dev.hone.setting.PositiveTime;
import dev.hone.setting.TimeOrZero;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How models are called, whichever they are. Which there are is quarkus-langchain4j-openai's. */
@ConfigMapping(prefix = "hone.model")
interface ModelConfig {

  /** How long a connection, its TLS handshake included, may take. */
  @WithConverter(PositiveTime.class)
  @WithDefault("10S")
  Duration connectTimeout();

  /**
   * How long the model may send nothing at all before the first token of its answer or thinking;
   * comments and empty chunks count as a sign of life.
   */
  @WithConverter(PositiveTime.class)
  @WithDefault("120S")
  Duration firstTokenTimeout();

  /** How long it may take to its first token with such signs of life. */
  @WithConverter(PositiveTime.class)
  @WithDefault("10M")
  Duration firstTokenLimit();

  /**
   * How long the model may be silent after its first token. Time in which we don't read is free.
   */
  @WithConverter(PositiveTime.class)
  @WithDefault("60S")
  Duration idleTimeout();

  /** How often a failed call is tried again; 0 never. */
  @WithConverter(CountOrZero.class)
  @WithDefault("3")
  int retries();

  /** Calls under way at a time, over all models and judges; further ones wait in order. */
  @WithConverter(PositiveCount.class)
  @WithDefault("4000")
  int maxCalls();

  /** Calls that may wait for a place; one more fails at once. */
  @WithConverter(CountOrZero.class)
  @WithDefault("4000")
  int maxWaitingCalls();

  /** How long a call waits for a place before it fails. */
  @WithConverter(TimeOrZero.class)
  @WithDefault("60S")
  Duration waitTimeout();

  /** Bytes of one line of a stream; a longer one is malformed. */
  @WithConverter(PositiveSize.class)
  @WithDefault("8M")
  MemorySize maxLine();

  Backoff backoff();

  /** The wait before a call is tried again. */
  interface Backoff {

    /**
     * The longest wait before the first retry; doubled for each one after. Half of the wait is
     * random.
     */
    @WithConverter(TimeOrZero.class)
    @WithDefault("0.5S")
    Duration initial();

    /** The longest wait, whatever the count of retries. */
    @WithConverter(TimeOrZero.class)
    @WithDefault("20S")
    Duration max();

    /**
     * As {@link #initial}, where the provider limits the rate of requests and doesn't say for how
     * long; doubled up to {@link #maxRetryAfter}.
     */
    @WithConverter(TimeOrZero.class)
    @WithDefault("5S")
    Duration rateLimited();

    /** The longest wait that a provider may ask for; where it asks for more the call fails. */
    @WithConverter(TimeOrZero.class)
    @WithDefault("60S")
    Duration maxRetryAfter();
  }
}
