package dev.hone.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hone.api.dialect.Outcome;
import java.util.List;

/** A whole answer, in OpenAI's shape. */
public record ChatCompletion(
    @JsonProperty(index = 0) String id,
    String object,
    long created,
    String model,
    List<Choice> choices,
    ChatUsage usage,
    Outcome hone) {

  record Choice(
      int index,
      Message message,
      @JsonInclude(JsonInclude.Include.ALWAYS) Object logprobs,
      String finishReason) {}

  /**
   * @param refusal always {@code null}, and said so, as clients look for it
   */
  record Message(
      String role,
      String content,
      @JsonInclude(JsonInclude.Include.ALWAYS) String refusal,
      String reasoningContent) {}

  /** All chunks of a run that has an answer, usage included, as one. */
  static ChatCompletion of(List<ChatChunk> chunks) {
    StringBuilder content = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    String finishReason = null;
    ChatUsage usage = null;
    Outcome outcome = null;
    for (ChatChunk chunk : chunks) {
      for (ChatChunk.Choice choice : chunk.choices()) {
        append(content, choice.delta().content());
        append(reasoning, choice.delta().reasoningContent());
        finishReason = choice.finishReason();
      }
      usage = chunk.usage();
      outcome = chunk.hone() == null ? outcome : chunk.hone();
    }
    ChatChunk first = chunks.get(0);
    Message message = new Message("assistant", content.toString(), null, reasoning.toString());
    return new ChatCompletion(
        first.id(),
        "chat.completion",
        first.created(),
        first.model(),
        List.of(new Choice(0, message, null, finishReason)),
        usage,
        outcome);
  }

  private static void append(StringBuilder text, String more) {
    if (more != null) {
      text.append(more);
    }
  }
}
