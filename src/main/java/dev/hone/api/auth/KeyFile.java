package dev.hone.api.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The keys in a file. Its content is what is compared: a mounted secret is changed by swapping a
 * link, which leaves no trace in the file's own times. While a new content can't be used the keys
 * of the old one stay good.
 */
final class KeyFile implements Supplier<KeyList> {

  private static final Logger LOG = Logger.getLogger(KeyFile.class);
  private static final int LARGEST = 2 << 20;

  private final Path path;
  private volatile KeyList keys;
  private byte[] seen;
  private String trouble;

  private KeyFile(Path path) {
    this.path = path;
  }

  /**
   * Blocks.
   *
   * @throws IllegalArgumentException if it can't be used; doesn't say what it holds
   */
  static KeyFile open(Path path) {
    KeyFile file = new KeyFile(path);
    try {
      file.seen = file.content();
      file.keys = read(file.seen);
      return file;
    } catch (IOException e) {
      throw new IllegalArgumentException("it can't be read (" + kind(e) + ")");
    }
  }

  @Override
  public KeyList get() {
    return keys;
  }

  /** Blocks, and never fails: what is wrong is logged, once. One call at a time. */
  void look() {
    try {
      byte[] content = content();
      if (!Arrays.equals(content, seen)) {
        seen = content;
        keys = read(content);
        LOG.infof("hone.auth.keys were read again: %d keys", keys.size());
      }
      trouble = null;
    } catch (IOException e) {
      warn("can't be read (" + kind(e) + ")");
    } catch (IllegalArgumentException e) {
      warn("can't be used: " + e.getMessage());
    }
  }

  private void warn(String now) {
    if (!now.equals(trouble)) {
      trouble = now;
      LOG.warnf("The file of hone.auth.keys %s; the keys from before stay good", now);
    }
  }

  private byte[] content() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        throw new IllegalArgumentException("it should have at most " + LARGEST + " bytes");
      }
      return content;
    }
  }

  private static KeyList read(byte[] content) {
    return KeyList.of(new String(content, StandardCharsets.UTF_8).lines().toList());
  }

  /** Without the path: it may be a key that stands where it shouldn't. */
  private static String kind(IOException e) {
    return e.getClass().getSimpleName();
  }
}
