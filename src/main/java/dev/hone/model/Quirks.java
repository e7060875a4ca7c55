package dev.hone.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a model's API differs from OpenAI's.
 *
 * @param tokenLimit what the limit of an answer's tokens is called
 * @param omit fields that are not sent
 * @param extraBody further fields, which win
 */
record Quirks(
    QuirksConfig.TokenLimitParameter tokenLimit,
    Set<String> omit,
    Map<String, JsonNode> extraBody) {

  static final Quirks NONE =
      new Quirks(QuirksConfig.TokenLimitParameter.MAX_TOKENS, Set.of(), Map.of());

  /**
   * Those of a model.
   *
   * @throws IllegalArgumentException if an extra field is no JSON value; the message names it
   */
  static Quirks of(String model, QuirksConfig.Quirks config) {
    ObjectMapper json = new ObjectMapper();
    Map<String, JsonNode> extra = new TreeMap<>();
    config
        .extraBody()
        .forEach((field, value) -> extra.put(field, value(json, model, field, value)));
    return new Quirks(config.tokenLimitParameter(), config.omit().orElse(Set.of()), extra);
  }

  private static JsonNode value(ObjectMapper json, String model, String field, String value) {
    try {
      return json.readTree(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "hone.models.\"%s\".extra-body.\"%s\" must be a JSON value (a text needs its quotes), not %s"
              .formatted(model, field, value),
          e);
    }
  }
}
