package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * An event as one flat JSON object: {@code type}, {@code run}, {@code seq}, {@code at}, then the
 * fact's own fields.
 */
public final class EventJson {

  /** The type stands first, so that the fact's own is left out. */
  @JsonPropertyOrder({"type", "run", "seq", "at", "fact"})
  private record Line(String type, String run, long seq, String at, @JsonUnwrapped Fact fact) {}

  private static final ObjectWriter LINES =
      Json.MAPPER
          .writerFor(Line.class)
          .without(SerializationFeature.FAIL_ON_UNWRAPPED_TYPE_IDENTIFIERS);

  private EventJson() {}

  /** One line of UTF-8. */
  public static byte[] encode(Event event) {
    String type = event.fact().type();
    String at = Json.time(event.at());
    try {
      return event.fact() instanceof Fact.Delta delta
          ? encode(type, event, at, delta)
          : LINES.writeValueAsBytes(new Line(type, event.run(), event.seq(), at, event.fact()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * By hand, since nearly all events are deltas and each is written while somebody waits for it.
   */
  private static byte[] encode(String type, Event event, String at, Fact.Delta delta)
      throws IOException {
    ByteArrayBuilder bytes = new ByteArrayBuilder(256);
    try (JsonGenerator out = Json.MAPPER.getFactory().createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("type", type);
      out.writeStringField("run", event.run());
      out.writeNumberField("seq", event.seq());
      out.writeStringField("at", at);
      out.writeNumberField("candidate", delta.candidate());
      out.writeStringField("text", delta.text());
      if (delta instanceof Fact.FeedbackDelta feedback && feedback.part() != null) {
        out.writeStringField("part", feedback.part());
      }
      out.writeEndObject();
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
}
