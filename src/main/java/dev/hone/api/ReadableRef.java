package dev.hone.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.hone.refinement.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The mark of a message that can't be used, so that its client knows which of its messages that
 * was. It is read by looser rules than the message: what is wrong elsewhere doesn't matter.
 */
final class ReadableRef {

  private static final JsonFactory LOOSE = new JsonFactory();
  private static final ObjectReader ONE_VALUE =
      Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ReadableRef() {}

  /**
   * @return {@code null} where it has none, more than one, or none that could be given back
   */
  static JsonNode of(byte[] json) {
    JsonNode ref = null;
    try (JsonParser parser = LOOSE.createParser(json)) {
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      while (object && parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals("ref");
        JsonToken value = parser.nextToken();
        if (found && ref != null) {
          return null;
        }
        if (found && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
          ref = ONE_VALUE.readTree(parser);
        }
        parser.skipChildren();
      }
    } catch (IOException broken) {
      return writable(ref); // what came before was well
    }
    return writable(ref);
  }

  private static JsonNode writable(JsonNode ref) {
    boolean can =
        ref == null
            || !ref.isTextual()
            || StandardCharsets.UTF_8.newEncoder().canEncode(ref.textValue());
    return can ? ref : null;
  }
}
