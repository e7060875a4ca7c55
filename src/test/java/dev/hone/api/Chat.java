package dev.hone.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Json;
import io.restassured.response.Response;
import java.util.List;

/** Requests of OpenAI's clients that many tests make. */
final class Chat {

  static final String PATH = "/v1/chat/completions";
  static final String RUBRICS = "{\"rubrics\": [\"It is right.\", \"It is short.\"]}";

  private Chat() {}

  /** Asks for one refinement; {@code more} begins with a comma or is empty. */
  static String ask(String more) {
    return ask(more, "\"max_iterations\": 1");
  }

  /**
   * @param hone fields of {@code hone}; without a reward it is one of two rubrics
   */
  static String ask(String more, String hone) {
    String reward = hone.contains("\"reward\"") ? "" : ", \"reward\": " + RUBRICS;
    return "{\"model\": \"default\","
        + " \"messages\": [{\"role\": \"user\", \"content\": \"Why is the sky blue?\"}],"
        + " \"hone\": {"
        + hone
        + reward
        + "}"
        + more
        + "}";
  }

  static Response post(String body) {
    return Api.json(body).post(PATH);
  }

  static SseClient stream(String body) {
    return SseClient.post(Api.server() + PATH, body);
  }

  /** All chunks of a stream that has ended; an error is one too. */
  static List<JsonNode> chunks(SseClient stream) {
    return stream.awaitEnd().stream().map(SseClient.Received::data).toList();
  }

  static List<String> pieces(List<JsonNode> chunks, String field) {
    return chunks.stream()
        .map(chunk -> chunk.at("/choices/0/delta/" + field))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .toList();
  }

  static String text(List<JsonNode> chunks, String field) {
    return String.join("", pieces(chunks, field));
  }

  static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
