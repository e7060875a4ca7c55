package dev.hone.api;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes lines of pieces of text that are cut anywhere. Blank lines are left out but counted. Of a
 * line that is too long no more is held than the limit. Not thread-safe.
 */
final class LineSplitter {

  /**
   * @param number from 1
   * @param text without the end of the line; {@code null} if it is too long
   */
  record Line(long number, byte[] text) {}

  private final int longest;
  private Buffer begun = Buffer.buffer();
  private boolean tooLong;
  private long number;

  /**
   * @param longest how many bytes a line may have
   */
  LineSplitter(int longest) {
    this.longest = longest;
  }

  /** The lines that end in this piece. */
  List<Line> split(Buffer piece) {
    List<Line> lines = new ArrayList<>();
    byte[] bytes = piece.getBytes();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        add(bytes, from, i);
        endLine(lines);
        from = i + 1;
      }
    }
    add(bytes, from, bytes.length);
    return lines;
  }

  /** The last line, if it has no end of its own. */
  List<Line> end() {
    List<Line> lines = new ArrayList<>();
    endLine(lines);
    return lines;
  }

  /** The number of the line that has not ended yet. */
  long next() {
    return number + 1;
  }

  private void add(byte[] bytes, int from, int to) {
    tooLong |= begun.length() + to - from > longest;
    if (!tooLong) {
      begun.appendBytes(bytes, from, to - from);
    }
  }

  private void endLine(List<Line> lines) {
    number++;
    if (tooLong) {
      lines.add(new Line(number, null));
    } else if (!isBlank(begun)) {
      lines.add(new Line(number, begun.getBytes()));
    }
    begun = Buffer.buffer();
    tooLong = false;
  }

  private static boolean isBlank(Buffer line) {
    for (int i = 0; i < line.length(); i++) {
      if (!Character.isWhitespace(line.getByte(i))) {
        return false;
      }
    }
    return true;
  }
}
