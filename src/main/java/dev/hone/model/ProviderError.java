package dev.hone.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * An error in OpenAI's shape, as a body or in the middle of a stream. Its message is the provider's
 * and is never shown to a client.
 *
 * @param message empty if the provider gives none
 * @param code a word or a number as text; empty if the provider gives none
 */
record ProviderError(String message, String code) {

  /** What is said where the body is not in OpenAI's shape. */
  static final ProviderError UNKNOWN = new ProviderError("", "");

  private static final JsonFactory FACTORY = new JsonFactory();

  /** How OpenAI, vLLM, llama.cpp and others say that a prompt is too long. */
  private static final List<String> CONTEXT_LENGTH_MESSAGES =
      List.of(
          "maximum context length",
          "maximum model length",
          "longer than the maximum",
          "context length exceeded",
          "context window",
          "exceeds the available context size",
          "exceed_context_size",
          "prompt is too long");

  /** The error in a body; {@link #UNKNOWN} where there is none. */
  static ProviderError in(Buffer body) {
    try (JsonParser in = FACTORY.createParser(body.getBytes())) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return UNKNOWN;
      }
      ProviderError flat = UNKNOWN;
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        JsonToken value = in.nextToken();
        if (field.equals("error") && value != JsonToken.VALUE_NULL) {
          return read(in);
        }
        // Older versions of vLLM put message and code at the top.
        flat = flat.with(field, in);
      }
      return flat;
    } catch (IOException notJson) {
      return UNKNOWN;
    }
  }

  /** The error that the parser stands at: an object or a text. */
  static ProviderError read(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      String text = in.getText();
      in.skipChildren();
      return new ProviderError(text, "");
    }
    ProviderError error = UNKNOWN;
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      in.nextToken();
      error = error.with(field, in);
    }
    return error;
  }

  /**
   * The code if it is a plain word: fit for a log, where the message is not, which may quote the
   * prompt or the key.
   */
  String word() {
    return code.matches("[\\w.-]{1,64}") ? code : "no code";
  }

  boolean saysContextLength() {
    String said = message.toLowerCase(Locale.ROOT);
    return code.equals("context_length_exceeded")
        || CONTEXT_LENGTH_MESSAGES.stream().anyMatch(said::contains);
  }

  private ProviderError with(String field, JsonParser in) throws IOException {
    if (!in.currentToken().isScalarValue()) {
      in.skipChildren();
      return this;
    }
    return switch (field) {
      case "message" -> new ProviderError(in.getText(), code);
      case "code" -> new ProviderError(message, in.getText());
      default -> this;
    };
  }
}
