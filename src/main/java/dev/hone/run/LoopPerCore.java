package dev.hone.run;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * One event loop for each core, at least two, unless somebody sets another number. Quarkus has two
 * for each, as for loops that may be held up; nothing holds these up, so the second would only take
 * the core from the first, and look at its sockets for fewer events at a time.
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
