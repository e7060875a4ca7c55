package dev.hone.refinement;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a message's content, a string or an array of text parts, as one string. */
final class TextParts extends JsonDeserializer<String> {

  @Override
  public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getText();
    }
    if (in.currentToken() != JsonToken.START_ARRAY) {
      return (String) context.handleUnexpectedToken(String.class, in);
    }
    JsonNode parts = context.readTree(in);
    List<String> texts = new ArrayList<>();
    for (JsonNode part : parts) {
      if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
        throw new InvalidValue(in, "only parts {\"type\": \"text\", \"text\": …} are taken");
      }
      texts.add(part.get("text").textValue());
    }
    return String.join("\n", texts);
  }
}
