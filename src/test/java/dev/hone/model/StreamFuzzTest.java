package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.ModelChunk;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of a provider's stream, from its bytes to the chunks of an answer. */
class StreamFuzzTest {

  private static final int MOST = 40;

  @Provide
  Arbitrary<String> streams() {
    return Arbitraries.of(
            "data: ",
            "data:",
            "data",
            ": ",
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            "event: x",
            "{\"a\":1}",
            "[DONE]",
            " ",
            "é",
            "\uD83D\uDE42",
            "\u0000",
            "0123456789",
            "\"",
            "}",
            "{")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a",
            "b c",
            " ",
            "\n",
            "<think>",
            "</think>",
            "<",
            "\"",
            "\\",
            "\uD83D\uDE42",
            "\uD83D",
            "\uDE42",
            "\u0000",
            "é")
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> chunks() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"choices\"",
            "\"delta\"",
            "\"content\"",
            "\"usage\"",
            "\"prompt_tokens\"",
            "\"error\"",
            "\"message\"",
            "\"code\"",
            "\"finish_reason\"",
            "\"stop\"",
            "null",
            "true",
            "1",
            "99999999999999999999",
            "1e999",
            "{\"choices\":[{",
            "\"\\ud83d\"",
            "\"\\u\"",
            "\u0000",
            "é",
            "}]}")
        .list()
        .ofMinSize(1)
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 5000)
  void linesAreTheSameHoweverTheBytesAreCutAndALineOverTheLimitFails(
      @ForAll("streams") String stream,
      @ForAll @Size(max = 8) List<@IntRange(max = 400) Integer> places) {
    byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String> cut = Cuts.pieces(latin, places);
    boolean tooLong = latin.lines().anyMatch(line -> line.length() > MOST);

    if (tooLong) {
      assertThrows(IOException.class, () -> lines(List.of(latin.split(""))));
      assertThrows(IOException.class, () -> lines(cut));
      assertThrows(IOException.class, () -> lines(List.of(latin)));
    } else {
      List<String> expected =
          latin
              .lines()
              .filter(line -> line.startsWith("data:"))
              .map(line -> line.substring("data:".length()).replaceFirst("^ ", ""))
              .filter(value -> !value.isEmpty())
              .toList();
      assertEquals(expected, unchecked(cut));
      assertEquals(expected, unchecked(List.of(latin)));
    }
  }

  @Property(tries = 5000)
  void aChunkIsReadOrRefusedAndNothingElse(@ForAll("chunks") String chunk) {
    byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
    Arrived arrived = new Arrived();
    try {
      new ChunkParser(new Answer(arrived, MOST)).parse(bytes, 0, bytes.length);
    } catch (IOException malformed) {
      // The one way to refuse it: such a call is tried again.
    }
    while (!arrived.isEmpty() && arrived.poll() instanceof ModelChunk.Text text) {
      assertTrue(text.text().length() <= MOST);
    }
  }

  @Property(tries = 3000)
  void anAnswerInPiecesArrivesWholeAndWellFormed(
      @ForAll("texts") String content,
      @ForAll @Size(max = 8) List<@IntRange(max = 100) Integer> places)
      throws IOException {
    Arrived whole = new Arrived();
    Arrived pieces = new Arrived();

    String one = read(whole, List.of(content));
    String many = read(pieces, Cuts.pieces(content, places));

    assertEquals(one, many);
    assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(many));
  }

  private static String read(Arrived arrived, List<String> pieces) throws IOException {
    Answer answer = new Answer(arrived, 10_000);
    ChunkParser parser = new ChunkParser(answer);
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    for (String piece : pieces) {
      byte[] chunk = chunk(piece);
      parser.parse(chunk, 0, chunk.length);
      take(arrived, text, thinking);
    }
    answer.end();
    arrived.add(new ModelChunk.Finished("stop", null));
    assertFalse(arrived.isEmpty());
    take(arrived, text, thinking);
    assertNull(arrived.poll());
    return text + "|" + thinking;
  }

  private static void take(Arrived arrived, StringBuilder text, StringBuilder thinking) {
    for (ModelChunk next = arrived.poll(); next != null; next = arrived.poll()) {
      if (next instanceof ModelChunk.Text more) {
        text.append(more.text());
      } else if (next instanceof ModelChunk.Thinking more) {
        thinking.append(more.text());
      }
    }
  }

  /** As providers write it, with halves of characters as escapes. */
  private static byte[] chunk(String content) {
    StringBuilder escaped = new StringBuilder();
    content.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
    return ("{\"choices\":[{\"delta\":{\"content\":\"" + escaped + "\"}}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> unchecked(List<String> pieces) {
    try {
      return lines(pieces);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> lines(List<String> pieces) throws IOException {
    List<String> values = new ArrayList<>();
    DataLines lines =
        new DataLines(
            MOST,
            (bytes, from, to) ->
                values.add(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)));
    for (String piece : pieces) {
      lines.read(Unpooled.wrappedBuffer(piece.getBytes(StandardCharsets.ISO_8859_1)));
    }
    lines.end();
    return values;
  }
}
