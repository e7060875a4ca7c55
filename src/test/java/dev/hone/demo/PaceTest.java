package dev.hone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

  @ParameterizedTest
  @CsvSource({"0, 1", "33, 1", "34, 2", "1000, 31", "2000, 61", "60000, 100"})
  void atThirtyTokensASecondThatManyAreDue(long millis, int due) {
    assertEquals(due, new Pace(30, Duration.ZERO).due(millis, 100));
  }

  @Test
  void withoutARateAllTokensAreDueAtOnce() {
    assertEquals(100, new Pace(0, Duration.ZERO).due(0, 100));
  }

  @Test
  void anEmptyAnswerHasNothingDue() {
    assertEquals(0, new Pace(30, Duration.ZERO).due(0, 0));
  }

  @Test
  void aNegativeRateIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Pace(-1, Duration.ZERO));
  }
}
