package dev.hone.run.local;

import dev.hone.run.HostName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes a folder one process' own until it is closed or the process is gone, however it went. */
final class FolderLock implements AutoCloseable {

  private static final String NAME = ".lock";

  /**
   * The system's lock is the process': a second attempt of the same process must not even open the
   * file, since closing it would give the lock up.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * @param folder a real path
   * @throws IllegalStateException if another has it
   */
  static FolderLock take(Path folder) throws IOException {
    if (!HELD.add(folder)) {
      throw inUse(folder, "this process");
    }
    FileChannel channel = null;
    try {
      channel =
          OwnerOnly.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(folder, "another process" + named(Files.readString(folder.resolve(NAME))));
      }
      nameHolder(channel);
      return new FolderLock(folder, channel);
    } catch (IOException | RuntimeException e) {
      HELD.remove(folder);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(folder);
    }
  }

  /** Only for the message that the next one gets: on a full disk there is none. */
  private static void nameHolder(FileChannel channel) throws IOException {
    String holder = "pid " + ProcessHandle.current().pid() + " on " + HostName.get();
    channel.truncate(0);
    try {
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException full) {
      channel.truncate(0);
    }
  }

  private static String named(String holder) {
    return holder.isBlank() ? "" : " (" + holder + ")";
  }

  private static IllegalStateException inUse(Path folder, String by) {
    return new IllegalStateException(
        "hone.run-log.path: the folder "
            + folder
            + " is in use by "
            + by
            + "; each process needs a folder of its own");
  }
}
