package dev.hone.reward.remote;

import dev.hone.setting.CountOrZero;
import dev.hone.setting.PositiveCount;
import dev.hone.setting.PositiveSize;
import dev.hone.setting.PositiveTime;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A reward server. */
public interface RemoteConfig {

  /** Where to {@code POST} samples to; {@code http} or {@code https}. */
  URI url();

  /** One sentence for a person who chooses a reward. */
  Optional<String> description();

  /** Headers of each request, such as {@code Authorization}. */
  Map<String, String> headers();

  /** How long one try may take, from connecting to the last byte. */
  @WithConverter(PositiveTime.class)
  @WithDefault("PT10S")
  Duration timeout();

  /** How often a try that failed for a while (no connection, timeout, 429, 5xx) is repeated. */
  @WithConverter(CountOrZero.class)
  @WithDefault("2")
  int retries();

  /** The largest answer. */
  @WithConverter(PositiveSize.class)
  @WithDefault("256K")
  MemorySize maxSize();

  /** How many requests may be under way at the same time; as many again may wait. */
  @WithConverter(PositiveCount.class)
  @WithDefault("16")
  int connections();

  /** Whether it compares with a right answer. */
  @WithDefault("false")
  boolean needsReference();

  /** The lowest score that it may give; without a value there is none. */
  OptionalDouble min();

  /** The highest score that it may give; without a value there is none. */
  OptionalDouble max();
}
