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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.",
        "\"none\"",
        "'None'",
        "**None**",
        "[none]",
        "`none`.",
        "(none.)",
        "- none"
      })
  void noneMayBeDressedUp(String verdict) {
    assertEquals(Optional.of(Set.of()), Violations.in(verdict, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1, 3.",
        "1; 3",
        "1，3",
        "1、3",
        "1；3",
        "1\n3",
        "1\r\n\r\n3",
        "1 and 3",
        "1, and 3",
        "1 AND 3",
        "1 & 3",
        "1&3",
        "[1, 3]",
        "[1], [3]",
        "(1), (3)",
        "**1, 3**",
        "**1**, **3**",
        "__1__ and __3__",
        "`1, 3`.",
        "```\n1, 3\n```",
        "\"1\", '3'",
        "“1”, “3”",
        "#1, #3",
        "- 1\n- 3",
        "* 1\n* 3",
        " - 1,\n - 3",
        "• 1\n• 3",
        "rubric 1, rubric 3",
        "Rubrics 1 and 3",
        "**Rubric 1** and **Rubric 3**",
        "Rubric #1, Rubric #3",
        "- Rubric **1**\n- Rubric **3**"
      })
  void aListMayBeDressedUp(String verdict) {
    assertEquals(Optional.of(Set.of(1, 3)), Violations.in(verdict, 3));
  }

  @Test
  void readsALongVerdict() {
    String gaps = " ".repeat(4000) + "\n".repeat(4000);

    assertEquals(Optional.of(Set.of(1, 3)), Violations.in("1" + gaps + "3", 3));
    assertEquals(Optional.empty(), Violations.in("1" + " ".repeat(5_000_000) + "3", 3));
    assertEquals(Optional.empty(), Violations.in("[".repeat(5_000_000), 3));
  }

  @Test
  void takesEveryRubric() {
    assertEquals(Optional.of(Set.of(1, 2, 3)), Violations.in("1,2,3", 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[ ] 1",
        "[] 2",
        "0",
        "4",
        "1,4",
        "-1",
        "+1",
        "1.0",
        "1.5.",
        "1 2",
        "1 (too short), 3",
        "1 (2)",
        "[1][3]",
        "1-3",
        "1, 3 and",
        "and 1",
        "1 or 3",
        "1;;3",
        "-1\n-3",
        "rubric",
        "rubric one",
        "rubric 1: no",
        "R1",
        "Answer 1",
        "n/a",
        "N/A.",
        "[0]",
        "nonetheless",
        "none of them",
        "none none",
        "\"\"",
        "**",
        ".",
        "1,,2",
        ",1",
        "1,",
        "[]",
        "one",
        "none, 1",
        "1, none",
        "no",
        "01",
        "1e0",
        "99999999999999999999",
        "١",
        "１",
        "()",
        "__import__('os')"
      })
  void anythingElseIsNoVerdict(String verdict) {
    assertEquals(Optional.empty(), Violations.in(verdict, 3));
  }
}
