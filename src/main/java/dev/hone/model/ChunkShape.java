package dev.hone.model;

import java.util.Arrays;

/**
 * What chunks of a stream look like but for the text that they bring. Most are alike up to that one
 * string, so that after one was parsed the next needs no parser, which would cost several times as
 * much: the same bytes before and behind a plain string mean what they meant before, whatever the
 * string says. Not thread-safe.
 */
final class ChunkShape {

  /** After so many in a row that had to be parsed it is no longer worth it to learn another. */
  private static final int OTHERS = 8;

  /**
   * Bytes of a text, and of a chunk beside it, up to which it is remembered: most are far below.
   */
  private static final int LONGEST = 4096;

  private byte[] before = {};
  private byte[] behind = {};
  private boolean thinking;
  private int others;
  private char[] text = new char[64];

  /** Whether it is still worth it to say where a chunk's text stands. */
  boolean isLearning() {
    return others < OTHERS;
  }

  /**
   * Remembers a chunk that is JSON and brings one text and nothing else.
   *
   * @param quote where its text begins, by a quotation mark
   * @param length of the text in characters
   */
  void learn(byte[] bytes, int from, int to, int quote, int length, boolean thought) {
    int end = quote + 1 + length;
    if (!isLearning()) {
      return;
    }
    others++;
    if (quote < from || end >= to || to - from - length > LONGEST) {
      return;
    }
    boolean asItStands =
        bytes[quote] == '"' && bytes[end] == '"' && plain(bytes, quote + 1, to) == length;
    if (asItStands) {
      before = Arrays.copyOfRange(bytes, from, quote + 1);
      behind = Arrays.copyOfRange(bytes, end, to);
      thinking = thought;
    }
  }

  /**
   * Tells the sink of the text of a chunk that looks like the one that was learnt.
   *
   * @return false if it looks otherwise, or its text is more than plain characters; then nothing
   *     was told
   */
  boolean read(byte[] bytes, int from, int to, ChunkParser.Sink sink) {
    int begin = from + before.length;
    if (before.length == 0
        || begin >= to
        || !Arrays.equals(bytes, from, begin, before, 0, before.length)) {
      return false;
    }
    int length = plain(bytes, begin, to);
    // An empty one is left to the parser: another field may then bring the text.
    if (length == 0 || !Arrays.equals(bytes, begin + length, to, behind, 0, behind.length)) {
      return false;
    }
    others = 0;
    if (thinking) {
      sink.reasoning(text, 0, length);
    } else {
      sink.content(text, 0, length);
    }
    return true;
  }

  /**
   * Copies characters up to the first that ends a string or isn't itself in it, {@link #LONGEST} at
   * most; how many.
   */
  private int plain(byte[] bytes, int from, int to) {
    int most = Math.min(LONGEST, to - from);
    int length = 0;
    while (length < most) {
      byte b = bytes[from + length];
      if (b < ' ' || b == '"' || b == '\\') { // those of UTF-8 beyond ASCII are negative
        break;
      }
      if (length == text.length) {
        text = Arrays.copyOf(text, 2 * length);
      }
      text[length++] = (char) b;
    }
    return length;
  }
}
