package dev.hone.reward.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViolationsTest {

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE"})
  void noneIsNoViolation(String verdict) {
    assertEquals(Optional.of(Set.of()), Violations.in(verdict, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,3", "3, 1", "1 ,\n3", "1,3,1"})
  void takesNumbersInAnyOrderAndEachOnce(String verdict) {
    assertEquals(Optional.of(Set.of(1, 3)), Violations.in(verdict, 3));
  }

  @Test
  void takesEveryRubric() {
    assertEquals(Optional.of(Set.of(1, 2, 3)), Violations.in("1,2,3", 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "4",
        "1,4",
        "-1",
        "+1",
        "1.",
        "1.0",
        "1;2",
        "1 2",
        "1,,2",
        ",1",
        "1,",
        "[1]",
        "[]",
        "one",
        "none, 1",
        "1, none",
        "none.",
        "no",
        "01",
        "1e0",
        "99999999999999999999",
        "١",
        "１",
        "rubric 1",
        "()",
        "__import__('os')"
      })
  void anythingElseIsNoVerdict(String verdict) {
    assertEquals(Optional.empty(), Violations.in(verdict, 3));
  }
}
