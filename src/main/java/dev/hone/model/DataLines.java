package dev.hone.model;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.Arrays;

/**
 * Finds the data lines of an event stream, however its bytes are cut. Every data line is an event
 * of its own, as OpenAI and all who copy it write them; other fields and comments are left out. A
 * line that is there as a whole is not copied.
 */
final class DataLines {

  /** Takes the value of a data line; the bytes are only valid during the call. */
  interface Sink {
    void data(byte[] bytes, int from, int to) throws IOException;
  }

  private static final byte[] PREFIX = {'d', 'a', 't', 'a', ':'};
  private static final int INITIAL = 512;

  private final int maxLine;
  private final Sink sink;

  /** Most lines are there as a whole. */
  private byte[] begun = {};

  private int begunLength;

  /**
   * @param maxLine bytes that a line may have at most
   */
  DataLines(int maxLine, Sink sink) {
    this.maxLine = maxLine;
    this.sink = sink;
  }

  /**
   * Reads what came next.
   *
   * @throws IOException if a line is too long, or the sink's own
   */
  void read(ByteBuf arrived) throws IOException {
    if (arrived.hasArray()) {
      int from = arrived.arrayOffset() + arrived.readerIndex();
      read(arrived.array(), from, from + arrived.readableBytes());
    } else {
      byte[] copy = ByteBufUtil.getBytes(arrived);
      read(copy, 0, copy.length);
    }
  }

  /** The stream ended: a last line may lack its line feed. */
  void end() throws IOException {
    int length = begunLength;
    begunLength = 0;
    line(begun, 0, length);
  }

  private void read(byte[] bytes, int from, int to) throws IOException {
    int start = from;
    for (int i = from; i < to; i++) {
      // A carriage return ends a line too; between CR and LF that makes an empty line, which says
      // nothing.
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        wholeLine(bytes, start, i);
        start = i + 1;
      }
    }
    keep(bytes, start, to);
  }

  private void wholeLine(byte[] bytes, int from, int to) throws IOException {
    if (begunLength == 0) {
      check(to - from);
      line(bytes, from, to);
    } else {
      keep(bytes, from, to);
      end();
    }
  }

  private void keep(byte[] bytes, int from, int to) throws IOException {
    int length = begunLength + to - from;
    check(length);
    if (length > begun.length) {
      begun =
          Arrays.copyOf(
              begun, Math.max(length, Math.min(maxLine, Math.max(INITIAL, 2 * begun.length))));
    }
    System.arraycopy(bytes, from, begun, begunLength, to - from);
    begunLength = length;
  }

  private void check(int length) throws IOException {
    if (length > maxLine) {
      throw new IOException("a line of the stream is longer than " + maxLine + " bytes");
    }
  }

  private void line(byte[] bytes, int from, int to) throws IOException {
    int value = from + PREFIX.length;
    if (value > to || !Arrays.equals(bytes, from, value, PREFIX, 0, PREFIX.length)) {
      return;
    }
    if (value < to && bytes[value] == ' ') {
      value++;
    }
    if (value < to) {
      sink.data(bytes, value, to);
    }
  }
}
