package dev.hone.reward.param;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTest {

  @ParameterizedTest
  @CsvSource({
    "-1, 1, -1, true",
    "-1, 1, 1, true",
    "-1, 1, 1.01, false",
    "-1, 1, -1.01, false",
    ", 0, -1e300, true",
    ", , 1e300, true",
    ", , Infinity, false",
    ", , -Infinity, false",
    ", , NaN, false"
  })
  void bothEndsAreInItAndNothingThatJsonCantSay(Double min, Double max, double score, boolean in) {
    assertEquals(in, new Range(min, max).contains(score));
  }
}
