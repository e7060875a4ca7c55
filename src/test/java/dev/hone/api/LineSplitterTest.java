package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  private static final String TEXT =
      "one\n\ntwo\r\n \t\r\nthree ä€😀\n" + "x".repeat(21) + "\nlast";

  @Test
  void findsTheSameLinesWhereverTheTextIsCut() {
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    List<String> whole = split(bytes, bytes.length);
    assertEquals(List.of("1:one", "3:two", "5:three ä€😀", "6:too long", "7:last"), whole);

    for (int size = 1; size < bytes.length; size++) {
      assertEquals(whole, split(bytes, size), "in pieces of " + size);
    }
  }

  @Test
  void takesALineOfJustTheLimit() {
    LineSplitter splitter = new LineSplitter(4);

    List<LineSplitter.Line> lines = splitter.split(Buffer.buffer("1234\n12345\nä1\r\n"));

    assertEquals(List.of("1:1234", "2:too long", "3:ä1"), texts(lines));
  }

  @Test
  void hasNoLineAfterTheLastEnd() {
    LineSplitter splitter = new LineSplitter(9);
    splitter.split(Buffer.buffer("one\n"));

    assertEquals(List.of(), splitter.end());
  }

  /** A limit of 20 bytes. */
  private static List<String> split(byte[] bytes, int size) {
    LineSplitter splitter = new LineSplitter(20);
    List<LineSplitter.Line> lines = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += size) {
      int to = Math.min(bytes.length, from + size);
      lines.addAll(splitter.split(Buffer.buffer(java.util.Arrays.copyOfRange(bytes, from, to))));
    }
    lines.addAll(splitter.end());
    return texts(lines);
  }

  private static List<String> texts(List<LineSplitter.Line> lines) {
    return lines.stream()
        .map(
            line ->
                line.number()
                    + ":"
                    + (line.text() == null
                        ? "too long"
                        : new String(line.text(), StandardCharsets.UTF_8).strip()))
        .toList();
  }
}
