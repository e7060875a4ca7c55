package dev.hone.api.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs short texts (HMAC-SHA-256), in letters that URLs and header tokens take as they are. */
final class Seal {

  /** Characters of a secret. */
  static final int SHORTEST = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String BETWEEN = "\n";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final SecretKeySpec key;

  private Seal(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * @throws IllegalArgumentException if it is too short
   */
  static Seal of(String secret) {
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException("it should have at least " + SHORTEST + " characters");
    }
    return new Seal(bytes(secret));
  }

  /** Of this process alone. */
  static Seal random() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new Seal(key);
  }

  /**
   * @param parts without line breaks
   */
  String seal(String... parts) {
    byte[] text = String.join(BETWEEN, parts).getBytes(StandardCharsets.UTF_8);
    String encoded = ENCODER.encodeToString(text);
    return encoded + "." + mac(encoded);
  }

  /**
   * @return the parts; empty if this seal didn't seal them
   */
  Optional<List<String>> open(String sealed) {
    int dot = sealed.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String encoded = sealed.substring(0, dot);
    byte[] shown = bytes(sealed.substring(dot + 1));
    if (!MessageDigest.isEqual(shown, bytes(mac(encoded)))) {
      return Optional.empty();
    }
    String text = new String(DECODER.decode(encoded), StandardCharsets.UTF_8);
    return Optional.of(List.of(text.split(BETWEEN, -1)));
  }

  /** Of the text as it is written, so that no other writing of it is good. */
  private String mac(String encoded) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return ENCODER.encodeToString(mac.doFinal(bytes(encoded)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
