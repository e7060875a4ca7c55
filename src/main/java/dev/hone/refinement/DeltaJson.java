package dev.hone.refinement;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A JSON object of texts and numbers, in UTF-8, put together by hand: nearly all events are deltas,
 * each is written while somebody waits for it, and a generator for each takes as much as the rest
 * of its way. The bytes are those that Jackson would write. Not thread-safe.
 */
final class DeltaJson {

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);

  /** Bytes that a character may take. */
  private static final int LONGEST = 6;

  private byte[] bytes;
  private int size;

  /**
   * @param room bytes that it will have, about
   */
  DeltaJson(int room) {
    bytes = new byte[Math.max(16, room)];
    bytes[size++] = '{';
  }

  /** {@code name}: ASCII without anything to escape. */
  DeltaJson with(String name, String value) {
    name(name);
    string(value);
    return this;
  }

  /** {@code name}: ASCII without anything to escape. */
  DeltaJson with(String name, long value) {
    name(name);
    ascii(Long.toString(value));
    return this;
  }

  void writeTo(OutputStream out) throws IOException {
    room(1);
    bytes[size] = '}';
    out.write(bytes, 0, size + 1);
  }

  private void name(String name) {
    room(3);
    if (size > 1) {
      bytes[size++] = ',';
    }
    bytes[size++] = '"';
    ascii(name);
    room(2);
    bytes[size++] = '"';
    bytes[size++] = ':';
  }

  private void string(String value) {
    room(1);
    bytes[size++] = '"';
    for (int i = 0; i < value.length(); i++) {
      room(LONGEST);
      character(value.charAt(i));
    }
    room(1);
    bytes[size++] = '"';
  }

  private void character(char c) {
    if (c < ' ' || c == '"' || c == '\\') {
      escape(c);
    } else if (c < 0x80) {
      bytes[size++] = (byte) c;
    } else if (c < 0x800) {
      bytes[size++] = (byte) (0xC0 | c >> 6);
      bytes[size++] = (byte) (0x80 | c & 0x3F);
    } else if (Character.isSurrogate(c)) {
      unicode(c);
    } else {
      bytes[size++] = (byte) (0xE0 | c >> 12);
      bytes[size++] = (byte) (0x80 | c >> 6 & 0x3F);
      bytes[size++] = (byte) (0x80 | c & 0x3F);
    }
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> backslash(c);
      case '\b' -> backslash('b');
      case '\t' -> backslash('t');
      case '\n' -> backslash('n');
      case '\f' -> backslash('f');
      case '\r' -> backslash('r');
      default -> unicode(c);
    }
  }

  private void backslash(char letter) {
    bytes[size++] = '\\';
    bytes[size++] = (byte) letter;
  }

  private void unicode(char c) {
    backslash('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[c >> shift & 15];
    }
  }

  private void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
