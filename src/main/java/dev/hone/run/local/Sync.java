package dev.hone.run.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a write to a file survives. */
public enum Sync {
  /** The end of the process, however it comes; not that of the machine. */
  NONE {
    @Override
    void force(FileChannel file) {}

    @Override
    void force(Path folder) {}
  },

  /** The end of the machine too: each write waits until it is on the disk. */
  GROUP {
    @Override
    void force(FileChannel file) throws IOException {
      file.force(false);
    }

    @Override
    void force(Path folder) throws IOException {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  };

  abstract void force(FileChannel file) throws IOException;

  /** Which files there are. */
  abstract void force(Path folder) throws IOException;
}
