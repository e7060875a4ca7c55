package dev.hone.api.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.refinement.Json;
import java.util.Map;

/** What a sample asks for, in the words of a start request. */
public final class Asked {

  private static final String CALL = "tool_call_id";

  /** RM-Gallery's word for the role, and ours. */
  private static final Map<String, String> ROLES = Map.of("function", "tool");

  private Asked() {}

  /** {@code messages}, {@code candidates} and, if there is one, {@code reference}; not checked. */
  public static ObjectNode of(DataSample sample) {
    ObjectNode asked = Json.MAPPER.createObjectNode();
    ArrayNode messages = asked.putArray("messages");
    sample.input().forEach(message -> messages.add(message == null ? null : message(message)));
    ArrayNode candidates = asked.putArray("candidates");
    for (DataSample.DataOutput output : sample.output()) {
      candidates.add(hasAnswer(output) ? output.answer().content() : null);
    }
    JsonNode reference = reference(sample);
    if (reference != null) {
      asked.put("reference", reference.isValueNode() ? reference.asText() : reference.toString());
    }
    return asked;
  }

  /** Where in a sample a field of its start request is. */
  public static String path(String field) {
    return field
        .replaceFirst("^messages", "input")
        .replaceFirst("^candidates(\\[\\d+])", "output$1.answer.content")
        .replaceFirst("^candidates", "output")
        .replaceFirst("^reference", "output[0].answer.label.reference");
  }

  private static ObjectNode message(DataSample.ChatMessage message) {
    ObjectNode asked = Json.MAPPER.createObjectNode();
    asked.put("role", ROLES.getOrDefault(message.role(), message.role()));
    asked.set("content", message.content());
    asked.put("name", message.name());
    asked.set("tool_calls", message.toolCalls());
    asked.set(CALL, message.additionalKwargs().get(CALL));
    return asked;
  }

  /** The right answer: each output may carry it, and all that do carry the same. */
  private static JsonNode reference(DataSample sample) {
    return sample.output().stream()
        .filter(Asked::hasAnswer)
        .map(output -> output.answer().label().get("reference"))
        .filter(reference -> reference != null && !reference.isNull())
        .findFirst()
        .orElse(null);
  }

  private static boolean hasAnswer(DataSample.DataOutput output) {
    return output != null && output.answer() != null;
  }
}
