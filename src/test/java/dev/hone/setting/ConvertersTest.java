package dev.hone.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertersTest {

  @ConfigMapping(prefix = "some")
  interface Settings {

    @WithConverter(PositiveTime.class)
    @WithDefault("0.5S")
    Duration time();

    @WithConverter(TimeOrZero.class)
    @WithDefault("0S")
    Duration delay();

    @WithConverter(PositiveCount.class)
    @WithDefault("1")
    int count();

    @WithConverter(CountOrZero.class)
    @WithDefault("0")
    int more();

    @WithConverter(PositiveSize.class)
    @WithDefault("8M")
    MemorySize size();
  }

  @Test
  void takeWhatMakesSense() {
    Settings settings = settings(Map.of());

    assertEquals(Duration.ofMillis(500), settings.time());
    assertEquals(Duration.ZERO, settings.delay());
    assertEquals(1, settings.count());
    assertEquals(0, settings.more());
    assertEquals(BigInteger.valueOf(8 * 1024 * 1024), settings.size().asBigInteger());
  }

  @ParameterizedTest
  @CsvSource({
    "time, 0S, a time above zero such as 30S",
    "time, PT0.0001S, a time above zero such as 30S",
    "time, -1S, a time above zero such as 30S",
    "delay, -1S, 'a time such as 30S, or 0S'",
    "count, 0, 1 or more",
    "count, -7, 1 or more",
    "more, -1, 0 or more",
    "size, 0, 'a size from 1 to 2047M, such as 1M'",
    "size, 3G, 'a size from 1 to 2047M, such as 1M'",
  })
  void sayWhichSettingIsWrongAndWhatWouldBeRight(String setting, String value, String wanted) {
    String said =
        assertThrows(
                ConfigValidationException.class, () -> settings(Map.of("some." + setting, value)))
            .getMessage();

    assertTrue(said.contains("some." + setting + " with the config value \"" + value + '"'), said);
    assertTrue(said.endsWith("it wants " + wanted), said);
  }

  private static Settings settings(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(Settings.class)
        .withDefaultValues(values)
        .build()
        .getConfigMapping(Settings.class);
  }
}
