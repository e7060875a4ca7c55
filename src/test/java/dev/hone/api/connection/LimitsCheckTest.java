package dev.hone.api.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsCheckTest {

  @Test
  void theDefaultsAreGood() {
    LimitsCheck.check(limits(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connections          | 0   | 1 or more, and is 0",
        "connections-per-owner | -1 | 1 or more, and is -1",
        "header-timeout       | 0S  | a time above zero such as 30S, and is PT0S",
        "body-timeout         | -1S | a time above zero such as 30S, and is PT-1S",
        "idle-timeout         | 0S  | a time above zero such as 30S, and is PT0S",
        "stall-timeout        | 0S  | a time above zero such as 30S, and is PT0S",
        "messages-per-second  | 0   | 1 or more, and is 0",
        "message-burst        | -7  | 1 or more, and is -7",
      })
  void whatWouldBeNoLimitEndsTheStart(String setting, String value, String wanted) {
    String name = "hone.limits." + setting;
    var refused =
        assertThrows(
            ConfigurationException.class, () -> LimitsCheck.check(limits(Map.of(name, value))));
    assertEquals(name + " wants " + wanted, refused.getMessage());
  }

  private static ConnectionLimits limits(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(ConnectionLimits.class)
        .withConverter(Duration.class, 1000, new DurationConverter())
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .build()
        .getConfigMapping(ConnectionLimits.class);
  }
}
