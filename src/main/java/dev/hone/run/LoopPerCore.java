package dev.hone.run;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * One event loop for each core, at least two, unless somebody sets another number; Quarkus would
 * have two for each. Nothing blocks a loop here, so the second would only take the core from the
 * first, and either would find fewer events at a time.
 */
public final class LoopPerCore implements ConfigSourceFactory {

  static final String PROPERTY = "quarkus.vertx.event-loops-pool-size";

  private static final int BELOW_ALL_OTHERS = 50;
  private static final int FEWEST = 2;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    int loops = Math.max(FEWEST, Runtime.getRuntime().availableProcessors());
    return List.of(
        new PropertiesConfigSource(
            Map.of(PROPERTY, Integer.toString(loops)), "a loop per core", BELOW_ALL_OTHERS));
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(BELOW_ALL_OTHERS);
  }
}
