package dev.hone.refinement;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * An event as one flat JSON object: {@code type}, {@code run}, {@code seq}, {@code at}, then the
 * fact's own fields.
 */
public final class EventJson {

  private EventJson() {}

  /** One line of UTF-8. */
  public static byte[] encode(Event event) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(256);
    try (JsonGenerator out = Json.MAPPER.getFactory().createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("type", event.fact().type());
      out.writeStringField("run", event.run());
      out.writeNumberField("seq", event.seq());
      out.writeStringField("at", Json.time(event.at()));
      if (event.fact() instanceof Fact.Delta delta) {
        writeDelta(delta, out);
      } else {
        writeFields(Json.MAPPER.valueToTree(event.fact()), out);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IOException if it is no event
   */
  public static Event decode(byte[] json) throws IOException {
    ObjectNode node = Json.MAPPER.readValue(json, ObjectNode.class);
    if (!node.path("run").isTextual() || !node.path("seq").isIntegralNumber()) {
      throw new IOException("an event has run and seq");
    }
    try {
      String run = node.remove("run").textValue();
      long seq = node.remove("seq").longValue();
      Instant at = Instant.parse(node.path("at").asText());
      node.remove("at");
      return new Event(run, seq, at, Json.MAPPER.treeToValue(node, Fact.class));
    } catch (DateTimeParseException e) {
      throw new IOException("an event has a time in at", e);
    }
  }

  /**
   * By hand, since nearly all events are deltas and each is written while somebody waits for it.
   */
  private static void writeDelta(Fact.Delta delta, JsonGenerator out) throws IOException {
    out.writeNumberField("candidate", delta.candidate());
    out.writeStringField("text", delta.text());
    if (delta instanceof Fact.FeedbackDelta feedback && feedback.part() != null) {
      out.writeStringField("part", feedback.part());
    }
  }

  private static void writeFields(JsonNode fact, JsonGenerator out) throws IOException {
    for (Map.Entry<String, JsonNode> field : fact.properties()) {
      if (!field.getKey().equals("type")) {
        out.writeFieldName(field.getKey());
        Json.MAPPER.writeTree(out, field.getValue());
      }
    }
  }
}
