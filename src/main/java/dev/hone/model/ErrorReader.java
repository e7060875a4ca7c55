package dev.hone.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;

/** Reads a {@link ProviderError}, however a provider writes it. */
final class ErrorReader {

  private final JsonParser in;
  private String message = "";
  private String code = "";
  private String type = "";
  private String param = "";
  private Duration wait;

  private ErrorReader(JsonParser in) {
    this.in = in;
  }

  /** Of a whole body: an object, or Gemini's array of one; what follows the error isn't read. */
  static ProviderError body(JsonParser in) throws IOException {
    JsonToken first = in.nextToken();
    if (first == JsonToken.START_ARRAY) {
      first = in.nextToken();
    }
    if (first != JsonToken.START_OBJECT) {
      return ProviderError.UNKNOWN;
    }
    ErrorReader flat = new ErrorReader(in);
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      JsonToken value = in.nextToken();
      if (field.equals("error") && value != JsonToken.VALUE_NULL) {
        return error(in);
      }
      // Older versions of vLLM put message and code at the top.
      flat.field(field);
    }
    return flat.read();
  }

  /** The error that the parser stands at; afterwards it stands at its end. */
  static ProviderError error(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      return first(in);
    }
    ErrorReader reader = new ErrorReader(in);
    if (in.currentToken() == JsonToken.START_OBJECT) {
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        in.nextToken();
        reader.field(field);
      }
    } else {
      reader.message = in.getText();
    }
    return reader.read();
  }

  private static ProviderError first(JsonParser in) throws IOException {
    if (in.nextToken() == JsonToken.END_ARRAY) {
      return ProviderError.UNKNOWN;
    }
    ProviderError first = error(in);
    while (in.nextToken() != JsonToken.END_ARRAY) {
      in.skipChildren();
    }
    return first;
  }

  private ProviderError read() {
    return new ProviderError(message, code, type, param, wait);
  }

  private void field(String name) throws IOException {
    if (name.equals("details") && in.currentToken() == JsonToken.START_ARRAY) {
      details();
      return;
    }
    String text = text();
    switch (name) {
      case "message" -> message = text;
      case "code" -> code = text;
      case "type" -> type = text;
      case "param" -> param = text;
      case "status" -> type = type.isEmpty() ? text : type; // Gemini's word
      default -> {}
    }
  }

  /** Of Google's details one may say when to come back. */
  private void details() throws IOException {
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        continue;
      }
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        in.nextToken();
        String text = text();
        if (field.equals("retryDelay")) {
          wait = GoDuration.read(text);
        }
      }
    }
  }

  /** Empty where there is none; some write nothing as Python does. */
  private String text() throws IOException {
    if (!in.currentToken().isScalarValue() || in.currentToken() == JsonToken.VALUE_NULL) {
      in.skipChildren();
      return "";
    }
    String text = in.getText();
    return text.equals("None") ? "" : text;
  }
}
