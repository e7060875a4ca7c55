package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-24T13:00:00Z");

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "2, PT2S",
        "' 2 ', PT2S",
        "0, PT0S",
        "0.5, PT0.5S",
        "-3, PT0S",
        "'Tue, 24 Nov 2026 13:00:10 GMT', PT10S",
        "'Tue, 24 Nov 2026 12:00:00 GMT', PT0S",
        "NaN, -",
        "Infinity, -",
        "soon, -",
        "'', -",
        "-, -"
      })
  void readsSecondsAndDates(String header, Duration asked) {
    assertEquals(asked, RetryAfter.read(header, NOW));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"2500, PT2.5S", "0.4, PT0S", "-1, PT0S", "soon, -", "-, -"})
  void readsMilliseconds(String header, Duration asked) {
    assertEquals(asked, RetryAfter.millis(header));
  }
}
