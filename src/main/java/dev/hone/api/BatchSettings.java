package dev.hone.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hone.refinement.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a batch: those of a start request as parameters of the query, with a dot between
 * a field and the object that it is in.
 */
final class BatchSettings {

  private enum Kind {
    /** As it stands. */
    TEXT,
    /** The same, and may be given several times. */
    TEXTS,
    /** As JSON: a number, {@code true}, an object. */
    JSON,
    /** An object as JSON, or else a text as it stands. */
    EITHER
  }

  private static final Map<String, Kind> KINDS = kinds();

  private BatchSettings() {}

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put("model", Kind.TEXT);
    kinds.put("judge_model", Kind.TEXT);
    kinds.put("reward", Kind.EITHER);
    kinds.put("max_iterations", Kind.JSON);
    kinds.put("final_evaluation", Kind.JSON);
    kinds.put("stop.target_score", Kind.JSON);
    kinds.put("stop.patience", Kind.JSON);
    kinds.put("stop.min_delta", Kind.JSON);
    kinds.put("stop.deadline", Kind.TEXT);
    kinds.put("stop.token_budget", Kind.JSON);
    kinds.put("generation.temperature", Kind.JSON);
    kinds.put("generation.top_p", Kind.JSON);
    kinds.put("generation.max_tokens", Kind.JSON);
    kinds.put("generation.seed", Kind.JSON);
    kinds.put("generation.stop", Kind.TEXTS);
    kinds.put("generation.response_format", Kind.JSON);
    kinds.put("generation.reasoning_effort", Kind.TEXT);
    return kinds;
  }

  /** The names of all parameters. */
  static Iterable<String> names() {
    return KINDS.keySet();
  }

  /**
   * A start request that has settings and no sample; their values are not checked.
   *
   * @throws ProblemException if a parameter is unknown, doubled or of another type
   */
  static StartRequest of(Map<String, List<String>> query) {
    Checks checks = new Checks();
    ObjectNode settings = Json.MAPPER.createObjectNode();
    query.forEach(
        (name, values) -> {
          Kind kind = KINDS.get(name);
          checks.require(
              kind != null,
              name,
              "an unknown parameter; known here: " + String.join(", ", names()));
          checks.require(values.size() == 1 || kind == Kind.TEXTS, name, "given once");
          if (kind != null) {
            put(settings, name, value(kind, values));
          }
        });
    checks.done();
    return JsonBody.read(settings, StartRequest.class);
  }

  private static void put(ObjectNode settings, String name, JsonNode value) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      settings.set(name, value);
    } else {
      settings.withObject("/" + name.substring(0, dot)).set(name.substring(dot + 1), value);
    }
  }

  private static JsonNode value(Kind kind, List<String> values) {
    String text = values.get(0);
    return switch (kind) {
      case TEXT -> TextNode.valueOf(text);
      case TEXTS -> Json.MAPPER.valueToTree(values);
      case JSON -> json(text);
      case EITHER -> text.startsWith("{") ? json(text) : TextNode.valueOf(text);
    };
  }

  /** What is no JSON is left to the reader of the settings, who says what would be right. */
  private static JsonNode json(String text) {
    try {
      JsonNode json = Json.MAPPER.readTree(text);
      return json.isMissingNode() ? TextNode.valueOf(text) : json;
    } catch (JsonProcessingException notJson) {
      return TextNode.valueOf(text);
    }
  }
}
