package dev.hone.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hone.refinement.Usage;
import java.io.IOException;

/** Reads what a provider has counted, however it writes numbers. */
final class UsageReader {

  /** For what isn't given. */
  private static final long NONE = -1;

  /** More than any call has; who says so hasn't counted. */
  private static final long MOST = 1_000_000_000;

  private UsageReader() {}

  /**
   * The object that the parser stands at; {@code null} if it counts nothing: zeros are what some
   * send who haven't counted. Some count reasoning in the total alone; it is completion all the
   * same, and is paid so.
   */
  static Usage read(JsonParser in) throws IOException {
    long prompt = NONE;
    long completion = NONE;
    long total = NONE;
    Long cached = null;
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      JsonToken value = in.nextToken();
      switch (field) {
        case "prompt_tokens" -> prompt = count(in, value);
        case "completion_tokens" -> completion = count(in, value);
        case "total_tokens" -> total = count(in, value);
        case "prompt_tokens_details" -> {
          if (value == JsonToken.START_OBJECT) {
            cached = cachedTokens(in);
          }
        }
        default -> in.skipChildren();
      }
    }
    return usage(prompt, completion, total, cached);
  }

  private static Usage usage(long prompt, long completion, long total, Long cached) {
    long read =
        prompt == NONE && completion != NONE && total >= completion ? total - completion : prompt;
    if (read == NONE) {
      return null;
    }
    long written = Math.max(completion, total - read);
    if (written < 0 || read + written == 0) {
      return null;
    }
    return new Usage(read, written, total <= 0 ? read + written : total, cached, null);
  }

  private static Long cachedTokens(JsonParser in) throws IOException {
    Long cached = null;
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      JsonToken value = in.nextToken();
      if (field.equals("cached_tokens")) {
        long count = count(in, value);
        cached = count == NONE ? null : count;
      } else {
        in.skipChildren();
      }
    }
    return cached;
  }

  private static long count(JsonParser in, JsonToken value) throws IOException {
    switch (value) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> {
        return count(in.getText());
      }
      default -> {
        in.skipChildren();
        return NONE;
      }
    }
  }

  private static long count(String text) {
    try {
      double count = Double.parseDouble(text);
      return count <= MOST ? Math.max(0, Math.round(count)) : NONE; // nor is NaN a count
    } catch (NumberFormatException notANumber) {
      return NONE;
    }
  }
}
