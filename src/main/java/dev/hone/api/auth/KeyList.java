package dev.hone.api.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hashes of keys, and whose they are. An owner may have several. */
final class KeyList {

  /** All are compared for each request. */
  static final int MOST = 10_000;

  private static final Pattern LINE =
      Pattern.compile("([A-Za-z0-9._@+-]{1," + Identity.Owner.LONGEST + "}):([0-9A-Fa-f]{64})");

  private record Key(String owner, byte[] hash) {}

  private final List<Key> keys;

  private KeyList(List<Key> keys) {
    this.keys = keys;
  }

  /**
   * Empty lines and those that begin with {@code #} don't count.
   *
   * @throws IllegalArgumentException says which line is wrong, never what it holds
   */
  static KeyList of(List<String> lines) {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        keys.add(key(line, i + 1));
      }
    }
    if (keys.isEmpty() || keys.size() > MOST) {
      throw new IllegalArgumentException("there should be 1 to " + MOST + " keys");
    }
    return new KeyList(List.copyOf(keys));
  }

  private static Key key(String line, int number) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "line "
              + number
              + " should be an owner (letters, digits, . _ @ + -), a colon and the SHA-256 of the"
              + " key in 64 hex digits");
    }
    return new Key(parts.group(1), HexFormat.of().parseHex(parts.group(2)));
  }

  int size() {
    return keys.size();
  }

  /**
   * Takes equally long whichever key it is, and whether it is one at all.
   *
   * @return {@code null} if it is nobody's
   */
  String ownerOf(String key) {
    byte[] hash = sha256(key.getBytes(StandardCharsets.UTF_8));
    String owner = null;
    for (Key each : keys) {
      if (MessageDigest.isEqual(each.hash(), hash)) {
        owner = each.owner();
      }
    }
    return owner;
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
