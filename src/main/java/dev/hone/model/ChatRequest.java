package dev.hone.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.refinement.Generation;
import dev.hone.refinement.LanguageModel.Request;
import dev.hone.refinement.Message;
import dev.langchain4j.model.openai.internal.chat.AssistantMessage;
import dev.langchain4j.model.openai.internal.chat.ChatCompletionRequest;
import dev.langchain4j.model.openai.internal.chat.SystemMessage;
import dev.langchain4j.model.openai.internal.chat.ToolMessage;
import dev.langchain4j.model.openai.internal.chat.UserMessage;
import dev.langchain4j.model.openai.internal.shared.StreamOptions;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the body of a request with the types and the codec of quarkus-langchain4j-openai. What
 * those can't say (the role developer, a tool's name, fields passed on untouched, the quirks of a
 * model) is set on their JSON tree; a request without such is written without a tree.
 */
final class ChatRequest {

  private final String upstreamModel;
  private final Generation defaults;
  private final Quirks quirks;
  private final ObjectMapper codec;
  private final ObjectWriter writer;

  /**
   * @param upstreamModel the provider's name of the model
   * @param defaults what applies where a request says nothing
   */
  ChatRequest(String upstreamModel, Generation defaults, Quirks quirks, ObjectMapper codec) {
    this.upstreamModel = upstreamModel;
    this.defaults = defaults;
    this.quirks = quirks;
    this.codec = codec;
    this.writer = codec.writer().without(SerializationFeature.INDENT_OUTPUT);
  }

  Buffer write(Request request) {
    Generation generation = merged(request.generation(), defaults);
    ChatCompletionRequest typed = typed(request.messages(), generation);
    boolean saysAll = typesSay(generation) && typesSay(request.messages());
    try {
      return Buffer.buffer(
          writer.writeValueAsBytes(
              saysAll ? typed : completed(typed, request.messages(), generation)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can always be written", e);
    }
  }

  private boolean typesSay(Generation generation) {
    return generation.responseFormat() == null
        && generation.seed() == null
        && quirks.omit().isEmpty()
        && quirks.extraBody().isEmpty();
  }

  private static boolean typesSay(List<Message> messages) {
    for (Message message : messages) {
      if (!typesSay(message)) {
        return false;
      }
    }
    return true;
  }

  private static boolean typesSay(Message message) {
    return message.name() == null
        && message.toolCalls() == null
        && !message.role().equals("developer");
  }

  private ObjectNode completed(
      ChatCompletionRequest typed, List<Message> messages, Generation generation) {
    ObjectNode body = codec.valueToTree(typed);
    passOn(messages, (ArrayNode) body.get("messages"));
    if (generation.responseFormat() != null) {
      body.set("response_format", codec.valueToTree(generation.responseFormat()));
    }
    if (generation.seed() != null) {
      body.put("seed", generation.seed());
    }
    body.remove(quirks.omit());
    body.setAll(quirks.extraBody());
    return body;
  }

  private ChatCompletionRequest typed(List<Message> messages, Generation generation) {
    var builder =
        ChatCompletionRequest.builder().model(upstreamModel).messages(typed(messages)).stream(true)
            .streamOptions(StreamOptions.builder().includeUsage(true).build())
            .temperature(generation.temperature())
            .topP(generation.topP())
            .stop(generation.stop())
            .reasoningEffort(generation.reasoningEffort());
    switch (quirks.tokenLimit()) {
      case MAX_TOKENS -> builder.maxTokens(generation.maxTokens());
      case MAX_COMPLETION_TOKENS -> builder.maxCompletionTokens(generation.maxTokens());
      case NONE -> {}
    }
    return builder.build();
  }

  private static List<dev.langchain4j.model.openai.internal.chat.Message> typed(
      List<Message> messages) {
    List<dev.langchain4j.model.openai.internal.chat.Message> typed =
        new ArrayList<>(messages.size());
    for (Message message : messages) {
      typed.add(typed(message));
    }
    return typed;
  }

  private static dev.langchain4j.model.openai.internal.chat.Message typed(Message message) {
    return switch (message.role()) {
      case "system", "developer" -> SystemMessage.from(message.content());
      case "assistant" -> AssistantMessage.builder().content(message.content()).build();
      case "tool" -> ToolMessage.from(message.toolCallId(), message.content());
      default -> UserMessage.from(message.content());
    };
  }

  private void passOn(List<Message> messages, ArrayNode written) {
    for (int i = 0; i < written.size(); i++) {
      Message message = messages.get(i);
      ObjectNode node = (ObjectNode) written.get(i);
      node.put("role", message.role());
      if (message.name() != null) {
        node.put("name", message.name());
      }
      if (message.toolCalls() != null) {
        node.set("tool_calls", codec.valueToTree(message.toolCalls()));
      }
    }
  }

  private static Generation merged(Generation asked, Generation defaults) {
    return new Generation(
        or(asked.temperature(), defaults.temperature()),
        or(asked.topP(), defaults.topP()),
        or(asked.maxTokens(), defaults.maxTokens()),
        or(asked.seed(), defaults.seed()),
        or(asked.stop(), defaults.stop()),
        or(asked.responseFormat(), defaults.responseFormat()),
        or(asked.reasoningEffort(), defaults.reasoningEffort()));
  }

  private static <T> T or(T asked, T otherwise) {
    return asked != null ? asked : otherwise;
  }
}
