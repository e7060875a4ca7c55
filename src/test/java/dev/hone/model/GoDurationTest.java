package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "20s, PT20S",
        "1m30s, PT1M30S",
        "6ms, PT0.006S",
        "2m59.56s, PT2M59.56S",
        "24h0m0s, PT24H",
        "1.5h, PT1H30M",
        "0s, PT0S",
        "500us, PT0.001S",
        "20, -",
        "1791234567, -",
        "-5s, -",
        "soon, -",
        "5s later, -",
        "'', -"
      })
  void reads(String text, Duration time) {
    assertEquals(time, GoDuration.read(text));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.3S, 300ms",
    "PT7S, 7s",
    "PT1M, 1m",
    "PT19M47.4S, 19m47s",
    "P1D, 24h",
    "PT2H0M1S, 2h1s"
  })
  void writes(Duration time, String text) {
    assertEquals(text, GoDuration.text(time));
  }

  @Test
  void readsNothingThatIsLongerThanAnyTime() {
    assertNull(GoDuration.read("1s".repeat(10_000)));
  }
}
