package dev.hone.api.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hone.refinement.Json;

/** How samples are JSON: as all else of Hone's, but with nulls, and unknown fields are ignored. */
public final class SampleJson {

  public static final JsonMapper MAPPER =
      Json.MAPPER
          .rebuild()
          .serializationInclusion(JsonInclude.Include.ALWAYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private SampleJson() {}

  /** One line of UTF-8, without its end. */
  public static byte[] write(DataSample sample) {
    try {
      return MAPPER.writeValueAsBytes(sample);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a sample that can't be written", e);
    }
  }
}
