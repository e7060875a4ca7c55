package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkShapeTest {

  private static final String BEFORE = "{\"choices\":[{\"delta\":{\"content\":\"";
  private static final String BEHIND = "\"},\"finish_reason\":null}]}";

  private final ChunkShape shape = new ChunkShape();
  private final Recorded told = new Recorded();

  @ParameterizedTest
  @ValueSource(strings = {"b", " two words ", "<think>", "{}[],:", "\u007f"})
  void readsAPlainTextInTheShapeThatItHasLearnt(String text) {
    learn("a", false);

    assertTrue(read(BEFORE + text + BEHIND));
    assertEquals(List.of("content " + text), told.calls);
  }

  @Test
  void readsLongTexts() {
    String text = "long ".repeat(800);
    learn("a", true);

    assertTrue(read(BEFORE + text + BEHIND));
    assertEquals(List.of("reasoning " + text), told.calls);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\\n", "\\u0041", "é", "\uD83D\uDE42", "tab\t", "\u0000", "a\"b"})
  void leavesToTheParserWhatIsMoreThanPlain(String text) {
    learn("a", false);

    assertFalse(read(BEFORE + text + BEHIND));
    assertEquals(List.of(), told.calls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        BEFORE,
        BEFORE + "b",
        BEFORE + "b\"",
        BEFORE + "b" + BEHIND + " ",
        " " + BEFORE + "b" + BEHIND,
        BEFORE + "b\"},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"delta\":{\"kontent\":\"b" + BEHIND
      })
  void leavesToTheParserWhatLooksOtherwise(String chunk) {
    learn("a", false);

    assertFalse(read(chunk));
    assertEquals(List.of(), told.calls);
  }

  @Test
  void leavesToTheParserWhatIsVeryLong() {
    learn("a", false);

    assertFalse(read(BEFORE + "a".repeat(4097) + BEHIND));
  }

  @Test
  void remembersNoVeryLongChunk() {
    String end = " ".repeat(4096);
    learn("a", end);

    assertFalse(read(BEFORE + "b" + BEHIND + end));
  }

  /** Wherever it stands in what was read, and whatever stands before its text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        BEFORE,
        "{\"id\":\"\u00e9\uD83D\uDE42\\n\",\"choices\":[{\"delta\":{\"content\":\"",
        "{\"choices\":[{\"delta\":{\"content\":  \"",
        "\uFEFF" + BEFORE
      })
  void aParserRemembersWhatItHasParsed(String head) throws IOException {
    byte[] parsed = bytes("rubbish" + head + "a" + BEHIND + "rubbish");
    ChunkParser parser = new ChunkParser(told, shape);

    parser.parse(parsed, 7, parsed.length - 7);

    assertTrue(read(head + "b" + BEHIND));
    assertEquals(List.of("content a", "content b"), told.calls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"",
        "{\"usage\":{},\"choices\":[{\"delta\":{\"content\":\"",
        "{\"choices\":[{\"finish_reason\":\"stop\",\"delta\":{\"content\":\"",
        "{\"choices\":[{\"delta\":{\"content\":\"first\",\"content\":\""
      })
  void aParserRemembersNoneThatSaysMore(String head) throws IOException {
    byte[] parsed = bytes(head + "a" + BEHIND);

    new ChunkParser(told, shape).parse(parsed, 0, parsed.length);

    assertFalse(read(head + "b" + BEHIND));
  }

  @Test
  void knowsNothingAtFirst() {
    assertFalse(read(BEFORE + "b" + BEHIND));
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "\\n"})
  void learnsNoShapeFromATextThatIsNotAsItStands(String text) {
    byte[] chunk = bytes(BEFORE + text + BEHIND);
    shape.learn(chunk, 0, chunk.length, BEFORE.length() - 1, 1, false);

    assertFalse(read(BEFORE + "b" + BEHIND));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 5, 1000})
  void learnsNoShapeWhereNoTextBegins(int quote) {
    byte[] chunk = bytes(BEFORE + "a" + BEHIND);
    shape.learn(chunk, 0, chunk.length, quote, 1, false);

    assertFalse(read(BEFORE + "b" + BEHIND));
  }

  @Test
  void learnsNoMoreWhereNoChunkLooksLikeTheLast() {
    for (int i = 0; i < 20; i++) {
      learn("a", " " + i);
    }

    assertFalse(read(BEFORE + "b" + BEHIND + " 19"));
  }

  @Test
  void asksNoMoreWhereTextsAreNeverPlain() {
    assertTrue(shape.isLearning());
    byte[] chunk = bytes(BEFORE + "é" + BEHIND);
    for (int i = 0; i < 20; i++) {
      shape.learn(chunk, 0, chunk.length, BEFORE.length() - 1, 1, false);
    }

    assertFalse(shape.isLearning());
  }

  @Test
  void goesOnLearningWhereSomeDo() {
    for (int i = 0; i < 20; i++) {
      learn("a", " " + i);
      assertTrue(read(BEFORE + "b" + BEHIND + " " + i));
    }
  }

  private void learn(String text, boolean thought) {
    byte[] chunk = bytes(BEFORE + text + BEHIND);
    shape.learn(chunk, 0, chunk.length, BEFORE.length() - 1, text.length(), thought);
  }

  private void learn(String text, String end) {
    byte[] chunk = bytes(BEFORE + text + BEHIND + end);
    shape.learn(chunk, 0, chunk.length, BEFORE.length() - 1, text.length(), false);
  }

  /** In the midst of other bytes, as a line stands in what was read. */
  private boolean read(String chunk) {
    byte[] bytes = bytes("data: " + chunk + "\n\n");
    return shape.read(bytes, 6, bytes.length - 2, told);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
