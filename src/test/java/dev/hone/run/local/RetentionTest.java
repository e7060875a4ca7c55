package dev.hone.run.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {

  private final Clock clock = Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC);
  private final Retention retention = new Retention(clock, Duration.ofDays(1), 3, 100);

  @Test
  void keepsWhatFits() {
    retention.ended("a", 1000, 60);
    retention.ended("b", 1000, 40);

    assertEquals(List.of(), retention.due());
  }

  @Test
  void dropsTheOldestUntilTheRestFits() {
    retention.ended("a", 1000, 10);
    retention.ended("b", 1000, 60);
    retention.ended("c", 1000, 50);

    assertEquals(List.of("a", "b"), retention.due());
    assertEquals(List.of(), retention.due());
  }

  @Test
  void keepsTheNewestThoughItIsLarger() {
    retention.ended("a", 1000, 10);
    retention.ended("b", 1000, 500);

    assertEquals(List.of("a"), retention.due());
  }

  @Test
  void countsNoMoreWhatIsForgotten() {
    retention.ended("a", 1000, 60);
    retention.forget("a");
    retention.forget("a");
    retention.ended("b", 1000, 60);
    retention.ended("c", 1000, 40);

    assertEquals(List.of(), retention.due());
  }

  @Test
  void keepsNoMoreThanSoMany() {
    for (String run : List.of("a", "b", "c", "d")) {
      retention.ended(run, 1000);
    }

    assertEquals(List.of("a"), retention.due());
  }
}
