package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {

  @Test
  void aScoreBeyondAllNumbersIsTheLastOfThem() {
    Evaluation least = Evaluation.of("length", Double.NEGATIVE_INFINITY, "too short");
    Evaluation most = Evaluation.of("length", Double.POSITIVE_INFINITY, "very good");

    assertEquals(-Double.MAX_VALUE, least.score());
    assertEquals(-Double.MAX_VALUE, least.details().get(0).score());
    assertEquals(Double.MAX_VALUE, most.score());
    assertEquals(Double.MAX_VALUE, most.details().get(0).score());
  }

  @Test
  void whatIsNoNumberIsNoScore() {
    Evaluation none = Evaluation.of("mix", Double.NaN, "no idea");

    assertNull(none.score());
    assertNull(none.details().get(0).score());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e300, -0.5, -0.0, 0, Double.MIN_VALUE, 1, 1e300})
  void allOthersStay(double score) {
    assertEquals(score, Evaluation.of("some", score, "why").score());
  }
}
