package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
          Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));

  @Test
  void doublesTheLongestWaitUpToItsMaximum() {
    LongStream longest = IntStream.of(1, 2, 3, 4, 5, 500).mapToLong(retry -> longest(retry) / 90);

    assertEquals("[1, 2, 4, 8, 11, 11]", Arrays.toString(longest.toArray()));
  }

  @Test
  void waitsAnyTimeUpToTheLongest() {
    assertTrue(waits(1).min().getAsLong() < 10);
  }

  @Test
  void waitsAsTheProviderAsks() {
    assertEquals(7000, backoff.millis(1, Duration.ofSeconds(7)));
  }

  @Test
  void waitsNoLongerThanItsBoundWhateverTheProviderAsks() {
    assertEquals(60_000, backoff.millis(1, Duration.ofDays(30)));
  }

  private long longest(int retry) {
    return waits(retry).max().getAsLong();
  }

  private LongStream waits(int retry) {
    return IntStream.range(0, 1000).mapToLong(i -> backoff.millis(retry, null));
  }
}
