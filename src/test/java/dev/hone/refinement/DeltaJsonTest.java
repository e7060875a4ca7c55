package dev.hone.refinement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Its bytes are those of Jackson. */
class DeltaJsonTest {

  static Stream<String> texts() {
    Stream<String> characters =
        IntStream.concat(
                IntStream.range(0, 0x300),
                IntStream.of(
                    0x2028, 0x2029, 0xFEFF, 0xFFFD, 0xD83D, 0xDE42, 0xFFFF, 0x1F642, 0x10FFFF))
            .mapToObj(Character::toString);
    return Stream.concat(
        characters.map(character -> "a" + character + character + "b"),
        Stream.of(
            "", "\"", "\\", "\n\n\n", "\u0001".repeat(100), "é".repeat(100), "word ".repeat(500)));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void writesTexts(String text) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("first", text);
    fields.put("second", text);

    for (int room : new int[] {0, 16, 5000}) {
      assertEquals(
          jackson(fields), written(new DeltaJson(room).with("first", text).with("second", text)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 12345, Long.MAX_VALUE, Long.MIN_VALUE})
  void writesNumbers(long number) throws IOException {
    assertEquals(
        jackson(Map.of("number", number)), written(new DeltaJson(0).with("number", number)));
  }

  private static String jackson(Map<String, ?> fields) {
    return new String(Json.bytes(fields), UTF_8);
  }

  private static String written(DeltaJson json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    json.writeTo(bytes);
    return bytes.toString(UTF_8);
  }
}
