package dev.hone.run.local;

import dev.hone.run.RunLogFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** Says once that a folder can't be written, and once that it can again. Not thread-safe. */
final class Trouble {

  private static final Logger LOG = Logger.getLogger(Trouble.class);

  private final Path folder;
  private boolean there;

  Trouble(Path folder) {
    this.folder = folder;
  }

  /** What callers get: the system's reason without the path. */
  RunLogFailure.Unavailable begins(IOException cause) {
    String reason = reason(cause);
    if (!there) {
      LOG.errorf("the run log in %s can't be written: %s", folder, reason);
    }
    there = true;
    return new RunLogFailure.Unavailable("the run log can't be written: " + reason, cause);
  }

  boolean isThere() {
    return there;
  }

  void isOver() {
    if (there) {
      LOG.infof("the run log in %s is written again", folder);
    }
    there = false;
  }

  private static String reason(IOException cause) {
    if (cause instanceof FileSystemException file) { // its message is the path
      return file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
    }
    return String.valueOf(cause.getMessage());
  }
}
