package dev.hone.api.auth;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Makes the authentication that is configured, and the tickets. What can't be used ends the start.
 */
@ApplicationScoped
class Authentications {

  private final AuthConfig config;
  private final Instance<OidcTokens> oidc;
  private final Vertx vertx;
  private volatile long looking = -1;

  /**
   * @param oidc asked for only in that mode: else there is no provider
   */
  Authentications(AuthConfig config, Instance<OidcTokens> oidc, Vertx vertx) {
    this.config = config;
    this.oidc = oidc;
    this.vertx = vertx;
  }

  @Produces
  @Singleton
  Authentication authentication() {
    return switch (config.mode()) {
      case NONE -> new NoAuthentication();
      case API_KEY -> apiKeys();
      case OIDC -> oidc.get();
    };
  }

  @Produces
  @Singleton
  Tickets tickets() {
    try {
      Seal seal = config.ticketSecret().map(Seal::of).orElseGet(Seal::random);
      return new Tickets(seal, config.ticketLife(), config.socketTicketLife(), Clock.systemUTC());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("hone.auth.ticket-secret: " + e.getMessage());
    }
  }

  @PreDestroy
  void close() {
    vertx.cancelTimer(looking);
  }

  private ApiKeys apiKeys() {
    List<String> lines =
        config
            .keys()
            .orElseThrow(
                () -> new ConfigurationException("hone.auth.mode=api-key needs hone.auth.keys"));
    try {
      if (lines.size() == 1 && !lines.get(0).contains(":")) {
        return watched(KeyFile.open(Path.of(lines.get(0))));
      }
      KeyList keys = KeyList.of(lines);
      return new ApiKeys(() -> keys);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "hone.auth.keys (a list, or the path of a file, which has no colon): " + e.getMessage());
    }
  }

  /** Looks at the file from time to time, one look at a time. */
  private ApiKeys watched(KeyFile file) {
    looking = vertx.setTimer(config.keysReload().toMillis(), timer -> look(file));
    return new ApiKeys(file);
  }

  private void look(KeyFile file) {
    vertx
        .executeBlocking(
            () -> {
              file.look();
              return null;
            })
        .onComplete(
            looked ->
                looking = vertx.setTimer(config.keysReload().toMillis(), timer -> look(file)));
  }
}
