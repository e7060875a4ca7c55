package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void writesATimeInUtcWithMilliseconds() {
    assertEquals("2026-03-01T12:00:00.000Z", Json.time(Instant.parse("2026-03-01T12:00:00Z")));
    assertEquals("2026-03-01T12:00:00.007Z", Json.time(at("2026-03-01T12:00:00.007999Z")));
    assertEquals("2026-03-01T12:00:00.080Z", Json.time(at("2026-03-01T12:00:00.080Z")));
    assertEquals("2026-03-01T12:00:00.999Z", Json.time(at("2026-03-01T12:00:00.999999999Z")));
    assertEquals("2026-03-01T12:00:01.100Z", Json.time(at("2026-03-01T12:00:01.1Z")));
  }

  @Test
  void writesATimeOfAnEarlierSecond() {
    Json.time(at("2026-03-01T12:00:01.5Z"));

    assertEquals("2026-03-01T12:00:00.500Z", Json.time(at("2026-03-01T12:00:00.5Z")));
    assertEquals("1969-12-31T23:59:59.999Z", Json.time(at("1969-12-31T23:59:59.999Z")));
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }
}
