package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can't be used ends the start of the packaged server, with a line that names the setting. */
class RefusedStartIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hone.run-log.store|redis|hone.run-log.store is redis, which needs quarkus.redis.hosts",
        "hone.rewards.judges|/nope.json|hone.rewards.judges: there is no file /nope.json",
        "hone.rewards.remote.legal.url|foo|hone.rewards.remote.legal.url wants an address",
      })
  void endsWithALineThatNamesTheSetting(String setting, String value, String line) {
    Map<String, String> settings = new HashMap<>(Map.of("hone.run-log.store", "memory"));
    settings.put(setting, value);

    try (HoneProcess hone = HoneProcess.start(settings)) {
      assertEquals(1, hone.waitForExit(PATIENCE), hone.output());
      assertTrue(hone.output().contains(line), hone.output());
      assertFalse(hone.output().contains("\tat "), hone.output());
    }
  }
}
