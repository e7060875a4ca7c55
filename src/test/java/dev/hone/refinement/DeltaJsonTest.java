package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Its bytes are those of Jackson. */
class DeltaJsonTest {

  @Test
  void writesEachCharacter() throws IOException {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      check("a" + (char) c + "b");
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void writesTexts(String text) throws IOException {
    check(text);
  }

  static Stream<String> texts() {
    return Stream.of(
        "",
        "\uD83D\uDE42",
        "\uD83D\uD83D\uDE42\uDE42",
        Character.toString(Character.MAX_CODE_POINT),
        "\u0001".repeat(100),
        "é".repeat(100),
        "word ".repeat(5000));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 12345, Long.MAX_VALUE, Long.MIN_VALUE})
  void writesNumbers(long number) throws IOException {
    assertArrayEquals(
        Json.bytes(Map.of("number", number)), written(new DeltaJson(0).with("number", number)));
  }

  private static void check(String text) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("first", text);
    fields.put("second", text);

    for (int room : new int[] {0, 16, 50_000}) {
      assertArrayEquals(
          Json.bytes(fields),
          written(new DeltaJson(room).with("first", text).with("second", text)));
    }
  }

  private static byte[] written(DeltaJson json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    json.writeTo(bytes);
    return bytes.toByteArray();
  }
}
