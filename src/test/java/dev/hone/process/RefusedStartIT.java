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
        "hone.runs.lease|0S|hone.runs.lease with the config value \"0S\"",
        "hone.runs.max-active|-1|it wants 1 or more",
        "hone.model.retries|-1|it wants 0 or more",
        "hone.model.max-line|3G|it wants a size from 1 to 2047M, such as 1M",
        "hone.limits.idle-timeout|0S|it wants a time above zero such as 30S",
        "hone.quota.runs|0|hone.quota.runs wants 1 or more; unset is without a bound",
        "hone.presets.brief.reward|{}|hone.presets.brief.reward: ",
        "hone.models.default.extra-body.top_k|oats|must be a JSON value",
        "hone.models.nope.omit|seed|hone.models.nope: there is no such model; there are: default",
        "hone.models.nope.price.prompt|1|hone.models.nope.price.completion",
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
