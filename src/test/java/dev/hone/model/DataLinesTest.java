package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DataLinesTest {

  private static final String STREAM =
      ": a comment\n\n"
          + "data: {\"a\":1}\n\n"
          + "event: message\r\nid: 7\r\ndata:{\"b\":\"é 🙂\"}\r\n\r\n"
          + "data:\n\n"
          + "data\n\n"
          + "database: none\n\n"
          + "data:  two spaces\n\n"
          + "data: last without line feed";
  private static final List<String> VALUES =
      List.of("{\"a\":1}", "{\"b\":\"é 🙂\"}", " two spaces", "last without line feed");

  private final List<String> values = new ArrayList<>();

  @Test
  void findsTheSameDataHoweverTheBytesAreCut() {
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);

    Splits.of(bytes.length)
        .forEach(cuts -> assertEquals(VALUES, read(bytes, cuts, Unpooled::wrappedBuffer)));
  }

  @Test
  void readsBuffersThatAreNotInTheHeap() {
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);

    List<String> read =
        read(bytes, new int[] {30, 31}, part -> Unpooled.directBuffer().writeBytes(part));

    assertEquals(VALUES, read);
  }

  @Test
  void refusesALineThatIsTooLongBeforeItEnds() {
    DataLines lines = lines(20);

    assertThrows(IOException.class, () -> lines.read(bytes("data: 1\ndata: 0123456789 and more")));
  }

  @Test
  void refusesALineThatIsTooLongThoughItIsThereAsAWhole() {
    DataLines lines = lines(20);

    assertThrows(IOException.class, () -> lines.read(bytes("data: 0123456789 and more\n")));
  }

  @Test
  void readsALineOfTheGreatestLength() throws IOException {
    DataLines lines = lines(20);

    lines.read(bytes("data: 01234567"));
    lines.read(bytes("890123\n"));

    assertEquals(List.of("01234567890123"), values);
  }

  private List<String> read(byte[] bytes, int[] cuts, Function<byte[], ByteBuf> buffers) {
    values.clear();
    DataLines lines = lines(1000);
    try {
      Splits.each(bytes, cuts, part -> uncheckedRead(lines, buffers.apply(part)));
      lines.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(values);
  }

  private DataLines lines(int maxLine) {
    return new DataLines(
        maxLine,
        (bytes, from, to) ->
            values.add(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
  }

  private static void uncheckedRead(DataLines lines, ByteBuf part) {
    try {
      lines.read(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}
