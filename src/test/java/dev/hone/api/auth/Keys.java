package dev.hone.api.auth;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a configuration holds of a key. */
public final class Keys {

  private Keys() {}

  public static String line(String owner, String key) {
    return owner + ":" + hash(key);
  }

  static String hash(String key) {
    return HexFormat.of().formatHex(KeyList.sha256(key.getBytes(StandardCharsets.UTF_8)));
  }
}
