package dev.hone.run;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Leaves Quarkus' Redis client and its part of readiness alone unless runs are kept there, whatever
 * hosts are set: one image serves all stores. Any other source of {@code quarkus.redis.active}
 * wins.
 */
public final class RedisOnlyIfChosen implements ConfigSourceFactory {

  private static final int BELOW_ALL_OTHERS = 50;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    ConfigValue store = context.getValue("hone.run-log.store");
    boolean chosen =
        store != null
            && store.getValue() != null
            && RunLogConfig.Store.REDIS.name().equalsIgnoreCase(store.getValue().trim());
    return List.of(
        new PropertiesConfigSource(
            Map.of("quarkus.redis.active", Boolean.toString(chosen)),
            "Redis, if chosen",
            BELOW_ALL_OTHERS));
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(BELOW_ALL_OTHERS);
  }
}
