package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Prefer} as RFC 7240 has it. */
class PreferenceTest {

  private static final Duration LONGEST = Duration.ofMinutes(5);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          wait=30                                   | 30
          wait=0                                    | 0
          Wait=30                                   | 30
          WAIT  =  30                               | 30
          wait="30"                                 | 30
          wait="3\\0"                               | 30
          wait=007                                  | 7
          respond-async, wait=30                    | 30
          respond-async,wait=30,handling=lenient    | 30
          wait=30; why="not, wait=9"; x             | 30
          wait=30;                                  | 30
          ,, wait=30                                | 30
          foo="a, wait=9", wait=30                  | 30
          foo="a\\", wait=9", wait=30               | 30
          foo; wait=9, wait=30                      | 30
          foo=wait=9, wait=30                       | 30
          (;=), wait=30                             | 30
          waiting=9, x-wait=8, wait=30              | 30
          wait=30, wait=9                           | 30
          wait=301                                  | 300
          wait=99999999999999999999                 | 300
          """)
  void waitsAsLongAsIsPreferred(String header, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), Preference.waiting(List.of(header), LONGEST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait",
        "wait=",
        "wait=\"\"",
        "wait=soon",
        "wait=-1",
        "wait=+1",
        "wait=1.5",
        "wait=1 2",
        "wait=\"30",
        "wait=30\"",
        "wait=\u0663",
        "wait=soon, wait=30",
        "handling=lenient",
        "foo=\"wait=30",
        "foo; wait=30",
        ",;=\"\\"
      })
  void whatMakesNoSenseIsNoPreference(String header) {
    assertNull(Preference.waiting(List.of(header), LONGEST));
  }

  @Test
  void severalHeadersAreOneList() {
    assertEquals(Duration.ofSeconds(30), waiting("respond-async", "wait=30", "wait=9"));
    assertNull(waiting());
    assertNull(waiting("respond-async", "handling=lenient"));
  }

  private static Duration waiting(String... headers) {
    return Preference.waiting(Arrays.asList(headers), LONGEST);
  }
}
