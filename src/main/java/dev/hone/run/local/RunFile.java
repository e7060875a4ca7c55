package dev.hone.run.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The file of a run that goes on. A write is whole, or undone before the next. Not thread-safe. */
final class RunFile {

  private final FileChannel channel;
  private final Sync sync;

  /** Where the last whole line ends. */
  private long length;

  private boolean torn;

  /**
   * @param channel open for writing; closed with this
   * @param length what of it holds; the rest is cut off before the first write at the latest
   */
  RunFile(FileChannel channel, long length, Sync sync) {
    this.channel = channel;
    this.length = length;
    this.torn = true; // what a process that was killed left behind
    this.sync = sync;
  }

  /** When it returns the lines are the system's: they survive this process. */
  void append(ByteBuffer lines) throws IOException {
    mend();
    torn = true;
    long end = length;
    try {
      while (lines.hasRemaining()) {
        end += channel.write(lines, end);
      }
      sync.force(channel);
    } catch (IOException e) {
      mendEarly(e);
      throw e;
    }
    length = end;
    torn = false;
  }

  /** Nothing can be appended any more. Closing twice is closing once. */
  void close() throws IOException {
    channel.close();
  }

  /** Cuts off what was not wholly written. */
  void mend() throws IOException {
    if (torn) {
      channel.truncate(length);
      torn = false;
    }
  }

  /** So that nobody who reads the file meanwhile meets half a line; the next write must do it. */
  private void mendEarly(IOException cause) {
    try {
      mend();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
