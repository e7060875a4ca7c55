package dev.hone.api.auth;

import dev.hone.setting.PositiveTime;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may ask. */
@ConfigMapping(prefix = "hone.auth")
public interface AuthConfig {

  /** How callers show who they are. */
  enum Mode {
    /** Not at all: everybody is the same owner. */
    NONE,
    /** By a key whose hash is configured. */
    API_KEY,
    /** By an access token of an OpenID Connect provider. */
    OIDC
  }

  @WithDefault("none")
  Mode mode();

  /**
   * Mode {@code api-key}: {@code owner:SHA-256 of the key in hex} each, or the path of a file of
   * such lines.
   */
  Optional<List<String>> keys();

  /** How often a file of keys is looked at for changes. */
  @WithConverter(PositiveTime.class)
  @WithDefault("10S")
  Duration keysReload();

  /** Mode {@code oidc}: the token's claim that names the owner. */
  @WithDefault("sub")
  String ownerClaim();

  /**
   * What tickets are signed with, at least {@link Seal#SHORTEST} characters and the same on every
   * pod; absent: random, so that tickets are good on this process only.
   */
  Optional<String> ticketSecret();

  /** How long a run's ticket is good. */
  @WithConverter(PositiveTime.class)
  @WithDefault("PT1H")
  Duration ticketLife();

  /** How long a WebSocket's ticket may be used to connect. */
  @WithConverter(PositiveTime.class)
  @WithDefault("PT1M")
  Duration socketTicketLife();
}
