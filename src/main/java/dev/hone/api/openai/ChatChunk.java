package dev.hone.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hone.api.dialect.Outcome;
import java.util.List;

/**
 * A piece of a streamed answer, in OpenAI's shape.
 *
 * @param choices one; none beside {@code usage}
 * @param usage only in a chunk of its own, else {@code null}
 * @param hone how the run ended; only where it has, else {@code null}
 */
public record ChatChunk(
    @JsonProperty(index = 0) String id,
    String object,
    long created,
    String model,
    List<Choice> choices,
    ChatUsage usage,
    Outcome hone) {

  /**
   * @param finishReason {@code null}, and said so, before the last
   */
  record Choice(
      int index, Delta delta, @JsonInclude(JsonInclude.Include.ALWAYS) String finishReason) {}

  /** What is {@code null} doesn't grow. */
  record Delta(String role, String content, String reasoningContent) {

    static final Delta NOTHING = new Delta(null, null, null);

    static Delta content(String text) {
      return new Delta(null, text, null);
    }

    static Delta reasoning(String text) {
      return new Delta(null, null, text);
    }
  }
}
