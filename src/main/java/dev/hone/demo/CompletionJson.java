package dev.hone.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.demo.Completion.Token;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * The shapes of OpenAI's answers.
 *
 * @param created seconds since 1970
 */
record CompletionJson(String id, long created, ChatRequest request) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

  Buffer whole(Completion completion) {
    ObjectNode message = JSON.objectNode().put("role", "assistant");
    message.put("content", completion.content());
    if (completion.thinkingTokens() > 0) {
      message.put("reasoning_content", completion.thinking());
    }
    ObjectNode choice = JSON.objectNode().put("index", 0);
    choice.set("message", message);
    choice.put("finish_reason", completion.finishReason());
    ObjectNode answer = answer("chat.completion");
    answer.putArray("choices").add(choice);
    answer.set("usage", usage(completion));
    return Buffer.buffer(answer.toString());
  }

  Buffer opening() {
    return chunk(JSON.objectNode().put("role", "assistant").put("content", ""), null);
  }

  Buffer delta(Token token) {
    String field = token.thinking() ? "reasoning_content" : "content";
    return chunk(JSON.objectNode().put(field, token.text()), null);
  }

  Buffer finish(String reason) {
    return chunk(JSON.objectNode(), reason);
  }

  Buffer usageChunk(Completion completion) {
    ObjectNode answer = answer("chat.completion.chunk");
    answer.putArray("choices");
    answer.set("usage", usage(completion));
    return event(answer);
  }

  static Buffer models(long created) {
    ObjectNode model = JSON.objectNode().put("id", ChatRequest.DEFAULT_MODEL);
    model.put("object", "model").put("created", created).put("owned_by", "hone");
    ObjectNode list = JSON.objectNode().put("object", "list");
    list.set("data", JSON.arrayNode().addAll(List.of(model)));
    return Buffer.buffer(list.toString());
  }

  /**
   * @param param may be {@code null}
   * @param code may be {@code null}
   */
  static Buffer error(String message, String param, String code) {
    ObjectNode error = JSON.objectNode().put("message", message);
    error.put("type", "invalid_request_error").put("param", param).put("code", code);
    ObjectNode body = JSON.objectNode();
    body.set("error", error);
    return Buffer.buffer(body.toString());
  }

  private Buffer chunk(ObjectNode delta, String finishReason) {
    ObjectNode choice = JSON.objectNode().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finishReason);
    ObjectNode answer = answer("chat.completion.chunk");
    answer.putArray("choices").add(choice);
    if (request.includeUsage()) {
      answer.putNull("usage");
    }
    return event(answer);
  }

  private ObjectNode answer(String object) {
    return JSON.objectNode()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", request.model());
  }

  private static ObjectNode usage(Completion completion) {
    int written = completion.tokens().size();
    ObjectNode usage = JSON.objectNode().put("prompt_tokens", completion.promptTokens());
    usage.put("completion_tokens", written);
    usage.put("total_tokens", completion.promptTokens() + written);
    usage.putObject("prompt_tokens_details").put("cached_tokens", completion.cachedTokens());
    usage
        .putObject("completion_tokens_details")
        .put("reasoning_tokens", completion.thinkingTokens());
    return usage;
  }

  private static Buffer event(ObjectNode json) {
    return Buffer.buffer("data: ").appendString(json.toString()).appendString("\n\n");
  }
}
