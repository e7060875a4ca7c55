package dev.hone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What of OpenAI's chat request the demo model heeds; it ignores the rest.
 *
 * @param maxTokens the most tokens of the answer; {@link Integer#MAX_VALUE} if the request names
 *     none
 * @param stop texts at which the answer ends
 */
record ChatRequest(
    String model,
    List<ChatMessage> messages,
    boolean stream,
    boolean includeUsage,
    int maxTokens,
    List<String> stop) {

  static final String DEFAULT_MODEL = "hone-demo";

  private static final ObjectMapper LENIENT = new ObjectMapper();

  /** One message; text parts are joined by a newline, other parts left out. */
  record ChatMessage(String role, String content) {}

  /**
   * @throws BadRequest if the body is no JSON object or has no messages
   */
  static ChatRequest parse(byte[] body) {
    JsonNode json = json(body);
    JsonNode maxTokens = json.path("max_completion_tokens");
    if (!maxTokens.isNumber()) {
      maxTokens = json.path("max_tokens");
    }
    return new ChatRequest(
        json.path("model").asText(DEFAULT_MODEL),
        messages(json.path("messages")),
        json.path("stream").asBoolean(),
        json.path("stream_options").path("include_usage").asBoolean(),
        maxTokens.isNumber() ? positive(maxTokens) : Integer.MAX_VALUE,
        texts(json.path("stop")));
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode json = LENIENT.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw new BadRequest(
          "The body is not JSON: a chat completion request is a JSON object.", null);
    } catch (IOException e) {
      throw new BadRequest("The body can't be read.", null);
    }
    throw new BadRequest("The body must be a JSON object.", null);
  }

  private static List<ChatMessage> messages(JsonNode array) {
    if (!array.isArray() || array.isEmpty()) {
      throw new BadRequest("'messages' must be a list of at least one message.", "messages");
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : array) {
      if (!message.path("role").isTextual()) {
        throw new BadRequest(
            "A message must have a role, for example 'user'.",
            "messages[" + messages.size() + "].role");
      }
      messages.add(new ChatMessage(message.path("role").asText(), text(message.path("content"))));
    }
    return List.copyOf(messages);
  }

  private static String text(JsonNode content) {
    if (!content.isArray()) {
      return content.asText("");
    }
    List<String> parts = new ArrayList<>();
    content.forEach(part -> parts.add(part.path("text").asText("")));
    return String.join("\n", parts);
  }

  private static int positive(JsonNode number) {
    if (number.asInt() < 1) {
      throw new BadRequest("The token limit must be at least 1.", "max_tokens");
    }
    return number.asInt();
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(text -> texts.add(text.asText()));
    return texts.stream().filter(text -> !text.isEmpty()).toList();
  }
}
