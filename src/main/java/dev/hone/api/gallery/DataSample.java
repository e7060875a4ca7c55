package dev.hone.api.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/**
 * RM-Gallery's {@code DataSample}. What is absent gets RM-Gallery's default, and {@code null} is
 * taken for absent where a default isn't {@code null} itself.
 *
 * @param uniqueId required; {@code null} if it is missing
 * @param taskCategory may be {@code null}, and so may {@code source} and {@code metadata}
 */
public record DataSample(
    String uniqueId,
    List<ChatMessage> input,
    List<DataOutput> output,
    String taskCategory,
    String source,
    @JsonSerialize(using = PythonTime.IsoFormat.class) PythonTime createdAt,
    ObjectNode metadata) {

  public DataSample {
    input = input == null ? List.of() : input;
    output = output == null ? List.of() : output;
    createdAt = createdAt == null ? PythonTime.now() : createdAt;
  }

  DataSample with(List<DataOutput> refined, ObjectNode more) {
    return new DataSample(uniqueId, input, refined, taskCategory, source, createdAt, more);
  }

  /**
   * One message of the conversation.
   *
   * @param name may be {@code null}, and so may {@code toolCalls}
   */
  public record ChatMessage(
      String role,
      String name,
      JsonNode content,
      JsonNode reasoningContent,
      ArrayNode toolCalls,
      ObjectNode additionalKwargs,
      PythonTime timeCreated) {

    public ChatMessage {
      role = role == null ? "user" : role;
      content = or(content, TextNode.valueOf(""));
      reasoningContent = or(reasoningContent, TextNode.valueOf(""));
      additionalKwargs = or(additionalKwargs, JsonNodeFactory.instance.objectNode());
      timeCreated = or(timeCreated, PythonTime.now());
    }
  }

  /**
   * @param answer required; {@code null} if it is missing
   * @param steps may be {@code null}
   */
  public record DataOutput(Step answer, List<Step> steps) {}

  /**
   * An answer, or a step to it: a message with what is known of it and how good it is.
   *
   * @param name may be {@code null}, and so may {@code toolCalls}
   */
  public record Step(
      String role,
      String name,
      JsonNode content,
      JsonNode reasoningContent,
      ArrayNode toolCalls,
      ObjectNode additionalKwargs,
      PythonTime timeCreated,
      ObjectNode label,
      Reward reward) {

    public Step {
      role = role == null ? "user" : role;
      content = or(content, TextNode.valueOf(""));
      reasoningContent = or(reasoningContent, TextNode.valueOf(""));
      additionalKwargs = or(additionalKwargs, JsonNodeFactory.instance.objectNode());
      timeCreated = or(timeCreated, PythonTime.now());
      label = or(label, JsonNodeFactory.instance.objectNode());
      reward = reward == null ? Reward.NONE : reward;
    }

    static Step answer(String content, PythonTime at) {
      return new Step(
          "assistant", null, TextNode.valueOf(content), null, null, null, at, null, null);
    }

    Step with(ObjectNode kwargs, ObjectNode known, Reward its) {
      return new Step(
          role, name, content, reasoningContent, toolCalls, kwargs, timeCreated, known, its);
    }
  }

  /** How good an answer is. */
  public record Reward(Double score, List<Dimension> details) {

    static final Reward NONE = new Reward(0.0, List.of());

    public Reward {
      score = score == null ? (Double) 0.0 : score;
      details = details == null ? List.of() : details;
    }
  }

  /** RM-Gallery's {@code RewardDimensionWithScore}. */
  public record Dimension(String name, String reason, Double score) {}

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
