package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UsageTest {

  private static final long MOST = Long.MAX_VALUE;

  @Test
  void sumsEndAtTheMostInsteadOfBelowZero() {
    assertEquals(new Usage(MOST, MOST, MOST, null, null), Usage.of(MOST, MOST));
    assertEquals(
        new Usage(MOST, MOST, MOST, MOST, null),
        new Usage(MOST, 5, MOST - 1, 3L, null).plus(new Usage(1, MOST, 7, MOST - 2, null)));
  }

  @Test
  void nothingIsFewerThanNone() {
    assertEquals(new Usage(0, 0, 0, 0L, null), new Usage(-1, Long.MIN_VALUE, -5, -7L, null));
  }

  @Test
  void cachedTokensAreKnownIfEitherKnowsThem() {
    Usage knows = new Usage(1, 1, 2, 1L, null);

    assertEquals(new Usage(2, 2, 4, 1L, null), knows.plus(Usage.of(1, 1)));
    assertEquals(new Usage(2, 2, 4, 2L, null), knows.plus(knows));
  }
}
