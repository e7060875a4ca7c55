package dev.hone.reward.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.reward.param.Range;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteAnswerTest {

  private static final String NOT_THE_FORM = "its answer is not {\"score\": …, \"details\": [{…}]}";

  @Test
  void completesAHundredDetails() {
    assertEquals(100, read(details(100)).evaluation("taste").details().size());
  }

  @Test
  void moreAreMalformed() {
    assertEquals("its answer has 80000 details, and may have 100", refusal(details(80_000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[null]|: null is no detail",
        "[{\"name\": \"tone\"}, null]|: null is no detail",
        "[[]]|''",
        "[1]|''",
        "{}|''"
      })
  void whatIsNoDetailIsMalformed(String details, String why) {
    assertEquals(NOT_THE_FORM + why, refusal(answer(details)));
  }

  private static String details(int count) {
    return answer(Collections.nCopies(count, "{}").toString());
  }

  private static String answer(String details) {
    return "{\"score\": 0.5, \"details\": " + details + "}";
  }

  private static String refusal(String json) {
    return assertThrows(RemoteFailure.class, () -> read(json)).getMessage();
  }

  private static RemoteAnswer read(String json) {
    return RemoteAnswer.read(json.getBytes(StandardCharsets.UTF_8), new Range(0.0, 1.0));
  }
}
