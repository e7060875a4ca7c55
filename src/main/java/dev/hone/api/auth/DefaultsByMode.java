package dev.hone.api.auth;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What follows from {@code hone.auth.mode}: without authentication the server listens on this
 * machine only, with it everywhere, and without {@code oidc} Quarkus' part of it does nothing and
 * asks nobody. Any other source of these settings wins.
 *
 * <p>Each is named in all modes: Quarkus asks this when it builds, too, and what is left out when
 * the server starts has the value that it had then.
 */
public final class DefaultsByMode implements ConfigSourceFactory {

  private static final int BELOW_ALL_OTHERS = 50;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    ConfigValue value = context.getValue("hone.auth.mode");
    String mode = value == null || value.getValue() == null ? "none" : value.getValue().trim();
    return List.of(
        new PropertiesConfigSource(defaults(mode), "defaults of hone.auth.mode", BELOW_ALL_OTHERS));
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(BELOW_ALL_OTHERS);
  }

  /** An unknown mode ends the start later, by its own message. */
  private static Map<String, String> defaults(String mode) {
    return Map.of(
        "quarkus.oidc.tenant-enabled",
        Boolean.toString(mode.equalsIgnoreCase("oidc")),
        "quarkus.http.host",
        mode.equalsIgnoreCase("none") ? "localhost" : "0.0.0.0");
  }
}
