package dev.hone.run.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import java.io.UncheckedIOException;

/** An event's JSON without what its place in the log says: run, seq and time. */
final class FactJson {

  private static final ObjectWriter WRITER = Json.MAPPER.writerFor(Fact.class);
  private static final ObjectReader READER =
      Json.MAPPER
          .readerFor(Fact.class)
          // A newer pod's may have more fields, while pods are replaced one by one.
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private FactJson() {}

  /** One line. */
  static String encode(Fact fact) {
    try {
      return WRITER.writeValueAsString(fact);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Fact decode(String json) {
    try {
      return READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
