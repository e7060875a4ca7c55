package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
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

  /** What a delta takes beside its text, about. */
  private static final int DELTA = 180;

  private EventJson() {}

  /** One line of UTF-8. */
  public static byte[] encode(Event event) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(256);
    write(event, bytes);
    return bytes.toByteArray();
  }

  /** Writes the same to {@code out} and closes it. */
  public static void write(Event event, OutputStream out) {
    String type = event.fact().type();
    String at = Json.time(event.at());
    try {
      if (event.fact() instanceof Fact.Delta delta) {
        write(type, event, at, delta, out);
      } else {
        LINES.writeValue(out, new Line(type, event.run(), event.seq(), at, event.fact()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String type, Event event, String at, Fact.Delta delta, OutputStream out)
      throws IOException {
    DeltaJson json =
        new DeltaJson(DELTA + delta.text().length())
            .with("type", type)
            .with("run", event.run())
            .with("seq", event.seq())
            .with("at", at)
            .with("candidate", delta.candidate())
            .with("text", delta.text());
    if (delta instanceof Fact.FeedbackDelta feedback && feedback.part() != null) {
      json.with("part", feedback.part());
    }
    json.writeTo(out);
    out.close();
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
