package dev.hone.run.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A disk with room for so many bytes more; like a real one it writes what fits before it fails. */
public final class LimitedDisk implements RunFolder.Opener {

  private volatile long room = Long.MAX_VALUE;
  private volatile boolean broken;
  private volatile boolean once;

  public void leaveRoomFor(long bytes) {
    room = bytes;
  }

  public void makeRoom() {
    room = Long.MAX_VALUE;
    broken = false;
    once = false;
  }

  /** The next write fails, and none after that. */
  public void failOnce() {
    once = true;
    room = 0;
  }

  /** Not even cutting a file works any more, once the room is used up. */
  void breakWhenFull() {
    broken = true;
  }

  /** A log in a folder of this disk; what runs use is counted elsewhere. */
  public FileRunLog open(Path folder) {
    Clock clock = Clock.systemUTC();
    return FileRunLog.open(
        RunFolder.open(folder, Sync.NONE, this),
        clock,
        Duration.ofDays(7),
        1000,
        new MemoryLedger(clock));
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    return new Limited(FileChannel.open(file, options));
  }

  private int take(int bytes) throws IOException {
    int taken = (int) Math.min(room, bytes);
    if (taken == 0) {
      if (once) {
        makeRoom();
      }
      throw new IOException("No space left on device");
    }
    room -= taken;
    return taken;
  }

  private final class Limited extends FileChannel {

    private final FileChannel file;

    Limited(FileChannel file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return write(source, file.size());
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      int taken = take(source.remaining());
      ByteBuffer fits = source.slice(source.position(), taken);
      int written = file.write(fits, position);
      source.position(source.position() + written);
      return written;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      if (broken && room == 0) {
        throw new IOException("Input/output error");
      }
      file.truncate(size);
      return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      file.force(metaData);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(ByteBuffer target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
