package dev.hone.run.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The folder of a {@link FileRunLog}: one file a run, and the lock that makes it this process'. */
final class RunFolder implements AutoCloseable {

  /** How files are opened for writing. */
  interface Opener {
    FileChannel open(Path file, OpenOption... options) throws IOException;
  }

  private static final String SUFFIX = ".ndjson";
  private static final String DRAFT = ".hone-draft";
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final Path path;
  private final FolderLock lock;
  private final Sync sync;
  private final Opener opener;

  private RunFolder(Path path, FolderLock lock, Sync sync, Opener opener) {
    this.path = path;
    this.lock = lock;
    this.sync = sync;
    this.opener = opener;
  }

  static RunFolder open(Path path, Sync sync) {
    return open(path, sync, OwnerOnly::open);
  }

  /**
   * Makes the folder if it is missing, and takes it.
   *
   * @throws IllegalStateException if it can't be made or written to, or another process has it
   */
  static RunFolder open(Path path, Sync sync, Opener opener) {
    try {
      if (!Files.isDirectory(path)) { // may be a link to one, which createDirectories refuses
        OwnerOnly.createFolder(path);
      }
      Path real = path.toRealPath();
      return new RunFolder(real, FolderLock.take(real), sync, opener);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalStateException(
          "hone.run-log.path: " + path.toAbsolutePath() + " is a file, not a folder", e);
    } catch (IOException e) {
      throw new IllegalStateException(
          "hone.run-log.path: the folder " + path.toAbsolutePath() + " can't be used: " + e, e);
    }
  }

  Path path() {
    return path;
  }

  /** Begins a run's file with these lines, or leaves none behind. */
  RunFile create(String run, Lines lines) throws IOException {
    Path file = file(run);
    RunFile created =
        new RunFile(
            opener.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 0, sync);
    try {
      created.append(lines.toBuffer());
      sync.force(path);
      return created;
    } catch (IOException e) {
      created.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Goes on with a run's file from where it is whole. */
  RunFile reopen(String run, long length) throws IOException {
    RunFile file = new RunFile(opener.open(file(run), StandardOpenOption.WRITE), length, sync);
    file.mend();
    return file;
  }

  /** Puts these lines in the place of a run's file; a reader finds the one or the other, whole. */
  void replace(String run, Lines lines) throws IOException {
    replace(file(run), lines.toBuffer());
  }

  /** The same for a file of this folder that is no run's. */
  void replace(Path file, byte[] bytes) throws IOException {
    replace(file, ByteBuffer.wrap(bytes));
  }

  /** Of a run's file, in bytes; 0 if there is none. */
  long size(String run) {
    return file(run).toFile().length();
  }

  RunRecord read(String run) throws IOException {
    return RunRecord.read(file(run), run);
  }

  RunHeader readHeader(String run) throws IOException {
    return RunRecord.readHeader(file(run));
  }

  /** With all that is kept beside it. */
  void delete(String run) throws IOException {
    Files.deleteIfExists(file(run));
    Files.deleteIfExists(damaged(run));
  }

  /** Keeps a copy of a file that is not what it should be, for a person to look at. */
  Path copyDamaged(String run) throws IOException {
    return Files.copy(file(run), damaged(run), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The runs that have a file, in no order; drafts that a killed process left are deleted. */
  List<String> runs() throws IOException {
    String[] names = path.toFile().list(); // a path for each would double the time of a start
    if (names == null) {
      throw new IOException(path + " can't be listed");
    }
    List<String> runs = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith(DRAFT)) {
        Files.deleteIfExists(path.resolve(name));
      } else if (isRun(name)) {
        runs.add(name.substring(0, name.length() - SUFFIX.length()));
      }
    }
    return runs;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private void replace(Path file, ByteBuffer bytes) throws IOException {
    Path draft = path.resolve(file.getFileName() + DRAFT);
    try {
      write(draft, bytes);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sync.force(path);
    } catch (IOException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
  }

  private void write(Path file, ByteBuffer bytes) throws IOException {
    try (FileChannel channel =
        opener.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      sync.force(channel);
    }
  }

  private Path damaged(String run) {
    return path.resolve(run + SUFFIX + ".damaged");
  }

  private static boolean isRun(String name) {
    return name.endsWith(SUFFIX)
        && RUN.matcher(name).region(0, name.length() - SUFFIX.length()).matches();
  }

  private Path file(String run) {
    if (!RUN.matcher(run).matches()) {
      throw new IllegalArgumentException("a run's id must be letters, digits, - and _: " + run);
    }
    return path.resolve(run + SUFFIX);
  }
}
