package dev.hone.api.auth;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Says at the start who may ask, and what of it an operator may not have meant. */
@ApplicationScoped
class AuthReport {

  private static final Logger LOG = Logger.getLogger(AuthReport.class);

  private final AuthConfig config;
  private final String host;
  private final String store;
  private final Optional<String> audience;

  AuthReport(
      AuthConfig config,
      @ConfigProperty(name = "quarkus.http.host") Optional<String> host,
      @ConfigProperty(name = "hone.run-log.store", defaultValue = "file") String store,
      @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<String> audience) {
    this.config = config;
    this.host = host.orElse("0.0.0.0");
    this.store = store;
    this.audience = audience;
  }

  void report(@Observes StartupEvent started) {
    switch (config.mode()) {
      case NONE -> reportNone();
      case API_KEY -> LOG.info("Who may ask: whoever has a key (hone.auth.mode=api-key)");
      case OIDC -> reportOidc();
    }
    if (config.mode() != AuthConfig.Mode.NONE
        && store.equalsIgnoreCase("redis")
        && config.ticketSecret().isEmpty()) {
      LOG.warn(
          "Tickets are good on the pod that gave them only: set hone.auth.ticket-secret to the same"
              + " on every pod");
    }
  }

  private void reportNone() {
    String who = "Who may ask: whoever reaches %s, all as one owner (hone.auth.mode=none)";
    if (HostNames.isLoopback(host)) {
      LOG.infof(who, host);
    } else {
      LOG.warnf(who + "; it answers to the names of hone.hosts and this machine's own only", host);
    }
  }

  private void reportOidc() {
    LOG.info("Who may ask: whoever has a token of quarkus.oidc.auth-server-url");
    if (audience.isEmpty()) {
      LOG.warn(
          "Any token of the identity provider is good, those for other services too: set"
              + " quarkus.oidc.token.audience");
    }
  }
}
