package dev.hone.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hone.run.RunLog;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code Idempotency-Key}: what lets a client that got no answer ask again. */
final class IdempotencyKey {

  private static final String HEADER = "Idempotency-Key";
  private static final int LONGEST = 255;

  /** Bodies are the same whatever the order of their fields and the space between them. */
  private static final JsonMapper CANONICAL =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private IdempotencyKey() {}

  /**
   * {@code null} if the client sent none.
   *
   * @param call what the same body means something else for; empty for the start of a run
   * @param body JSON that has been read before, or nothing
   * @throws ProblemException if it is no key
   */
  static RunLog.Once of(HttpHeaders headers, String call, byte[] body) {
    String header = headers.getHeaderString(HEADER);
    if (header == null) {
      return null;
    }
    String key = header.strip();
    new Checks()
        .require(
            !key.isEmpty() && key.length() <= LONGEST,
            HEADER,
            "a text of 1 to " + LONGEST + " characters, another for each run")
        .done();
    return new RunLog.Once(key, fingerprint(call, body));
  }

  private static String fingerprint(String call, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(call.getBytes(StandardCharsets.UTF_8));
      digest.update(canonical(body));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] canonical(byte[] body) {
    try {
      return body.length == 0 ? body : CANONICAL.writeValueAsBytes(CANONICAL.readTree(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a body that has been read", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
