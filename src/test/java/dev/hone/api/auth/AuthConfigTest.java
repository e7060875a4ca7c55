package dev.hone.api.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthConfigTest {

  @Test
  void hasTheDefaultsThatTheContractNames() {
    AuthConfig config = auth(Map.of());

    assertEquals(AuthConfig.Mode.NONE, config.mode());
    assertEquals(Duration.ofHours(1), config.ticketLife());
    assertTrue(config.keys().isEmpty() && config.ticketSecret().isEmpty());
    assertEquals("sub", config.ownerClaim());
  }

  @Test
  void itListensOnThisMachineWithoutAuthenticationUnlessToldOtherwise() {
    assertEquals("localhost", value(Map.of(), "quarkus.http.host"));
    assertEquals("localhost", value(Map.of("hone.auth.mode", "none"), "quarkus.http.host"));
    assertEquals("0.0.0.0", value(Map.of("hone.auth.mode", "api-key"), "quarkus.http.host"));
    assertEquals("0.0.0.0", value(Map.of("hone.auth.mode", "oidc"), "quarkus.http.host"));
    assertEquals("0.0.0.0", value(Map.of("quarkus.http.host", "0.0.0.0"), "quarkus.http.host"));
  }

  @Test
  void quarkusChecksTokensInOneModeOnly() {
    assertEquals("true", value(Map.of("hone.auth.mode", "oidc"), "quarkus.oidc.tenant-enabled"));
    assertEquals("false", value(Map.of("hone.auth.mode", "none"), "quarkus.oidc.tenant-enabled"));
    assertEquals("false", value(Map.of(), "quarkus.oidc.tenant-enabled"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api-key |              |       | hone.auth.mode=api-key needs hone.auth.keys",
        "api-key | alice:5ec4e7 |       | line 1 should be an owner",
        "api-key | 5ec4e7       |       | it can't be read",
        "none    |              | short | hone.auth.ticket-secret: it should have at least 32"
      })
  void whatCannotBeUsedEndsTheStartAndIsNotShown(
      String mode, String keys, String secret, String right) {
    Map<String, String> values = new java.util.HashMap<>(Map.of("hone.auth.mode", mode));
    if (keys != null) {
      values.put("hone.auth.keys", keys);
    }
    if (secret != null) {
      values.put("hone.auth.ticket-secret", secret);
    }
    Vertx vertx = Vertx.vertx();
    Authentications made = new Authentications(auth(values), null, vertx);

    String message =
        assertThrows(
                ConfigurationException.class,
                () -> {
                  made.authentication();
                  made.tickets();
                })
            .getMessage();

    assertTrue(message.contains(right) && !message.contains("5ec4e7"), message);
    vertx.close();
  }

  private static String value(Map<String, String> values, String name) {
    return config(values).getConfigValue(name).getValue();
  }

  private static AuthConfig auth(Map<String, String> values) {
    return config(values).getConfigMapping(AuthConfig.class);
  }

  private static SmallRyeConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(AuthConfig.class)
        .withSources(new DefaultsByMode())
        .withSources(new PropertiesConfigSource(values, "the operator's", 100))
        .build();
  }
}
