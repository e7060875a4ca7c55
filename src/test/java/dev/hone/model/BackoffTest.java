package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff =
      new Backoff(
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofMillis(700),
          Duration.ofSeconds(60),
          new Random(1));

  @Test
  void doublesTheLongestWaitUpToItsMaximum() {
    LongStream longest = IntStream.of(1, 2, 3, 4, 5, 500).mapToLong(retry -> longest(retry) / 90);

    assertEquals("[1, 2, 4, 8, 11, 11]", Arrays.toString(longest.toArray()));
  }

  @Test
  void waitsHalfOfTheLongestAtLeast() {
    long shortest = waits(1, false).min().getAsLong();

    assertTrue(shortest >= 50 && shortest < 55, () -> shortest + " ms");
  }

  @Test
  void waitsLongerWhereTheRateIsLimited() {
    LongStream longest =
        IntStream.of(1, 2, 3, 500).mapToLong(retry -> waits(retry, true).max().getAsLong() / 690);

    assertEquals("[1, 2, 4, 86]", Arrays.toString(longest.toArray()));
  }

  @Test
  void waitsAsTheProviderAsks() {
    assertEquals(7000, backoff.millis(1, true, Duration.ofSeconds(7)));
    assertEquals(7000, backoff.millis(1, false, Duration.ofSeconds(7)));
  }

  @Test
  void knowsWhatIsTooMuchToAskFor() {
    assertTrue(backoff.isTooMuch(Duration.ofMillis(60_001)));
    assertFalse(backoff.isTooMuch(Duration.ofSeconds(60)));
    assertFalse(backoff.isTooMuch(null));
  }

  private long longest(int retry) {
    return waits(retry, false).max().getAsLong();
  }

  private LongStream waits(int retry, boolean limited) {
    return IntStream.range(0, 1000).mapToLong(i -> backoff.millis(retry, limited, null));
  }
}
