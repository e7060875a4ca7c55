package dev.hone.refinement;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Map;

/**
 * One message of a conversation, in OpenAI's shape.
 *
 * @param role one of {@link #ROLES}
 * @param content the text; text parts given as an array arrive joined by a newline. May be {@code
 *     null} only beside {@code toolCalls}
 * @param name the author's name, passed on to the model; may be {@code null}
 * @param toolCalls an assistant's tool calls as the provider wrote them, passed on untouched; may
 *     be {@code null}
 * @param toolCallId which call a {@code tool} message answers; may be {@code null}
 */
public record Message(
    String role,
    @JsonDeserialize(using = TextParts.class) String content,
    String name,
    List<Map<String, Object>> toolCalls,
    String toolCallId) {

  public static final List<String> ROLES =
      List.of("system", "developer", "user", "assistant", "tool");

  public static Message system(String content) {
    return new Message("system", content, null, null, null);
  }

  public static Message user(String content) {
    return new Message("user", content, null, null, null);
  }

  /** The same with another paragraph. */
  Message and(String paragraph) {
    return new Message(role, content + "\n\n" + paragraph, name, toolCalls, toolCallId);
  }

  public static Message assistant(String content) {
    return new Message("assistant", content, null, null, null);
  }
}
