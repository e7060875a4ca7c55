package dev.hone.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An error in OpenAI's shape, as a body or in the middle of a stream. Its message is the provider's
 * and is never shown to a client.
 *
 * @param message empty if the provider gives none
 * @param code a word or a number as text; empty if the provider gives none
 * @param type a word; empty if the provider gives none
 * @param param what of the request it is about; empty if the provider doesn't say
 * @param asked how long the provider asks to wait; {@code null} if it doesn't
 */
record ProviderError(String message, String code, String type, String param, Duration asked) {

  /** What is said where the body is not in OpenAI's shape. */
  static final ProviderError UNKNOWN = new ProviderError("", "", "", "", null);

  private static final JsonFactory FACTORY = new JsonFactory();

  private static final String PART = "(?>[A-Za-z]++(?!\\d)|[A-Za-z\\d]{1,12}+)";

  /**
   * Names such as {@code unsupported_parameter} or {@code messages[0].content}: no sentence, and
   * none of the long runs of letters and digits that keys are made of.
   */
  private static final Pattern PLAIN =
      Pattern.compile("(?!.*\\bsk-)(?=.{1,64}$)_*+" + PART + "(?:[\\[\\]._-]++" + PART + ")*+\\]?");

  private static final Set<String> RATE_LIMITS =
      Set.of("rate_limit_exceeded", "rate_limit_error", "too_many_requests");

  private static final Set<String> SERVER_ERRORS =
      Set.of(
          "overloaded_error",
          "api_error",
          "server_error",
          "internal_error",
          "internal_server_error",
          "service_unavailable",
          "UNAVAILABLE");

  private static final String NO_CREDIT = "insufficient_quota";

  /** The error in a body; {@link #UNKNOWN} where there is none. */
  static ProviderError in(Buffer body) {
    try (JsonParser in = FACTORY.createParser(body.getBytes())) {
      return ErrorReader.body(in);
    } catch (IOException notJson) {
      return UNKNOWN;
    }
  }

  /** The error that the parser stands at: an object, a text, or an array of those. */
  static ProviderError read(JsonParser in) throws IOException {
    return ErrorReader.error(in);
  }

  /**
   * What it is about in plain words, fit for a log and for a client, where the message is not,
   * which may quote the prompt or the key: such as {@code 400, unsupported_parameter: max_tokens}.
   *
   * @param status comes first; 0 where there is none
   */
  String words(int status) {
    String number = status == 0 ? "" : String.valueOf(status);
    String word = plain(code).equals(number) ? "" : plain(code);
    String name = word.isEmpty() ? plain(type) : word;
    String both = number + (number.isEmpty() || name.isEmpty() ? "" : ", ") + name;
    return both + (both.isEmpty() || plain(param).isEmpty() ? "" : ": ") + plain(param);
  }

  /** The status that its code is, if it is one of an error, else the other. */
  int status(int otherwise) {
    return code.matches("[45]\\d\\d") ? Integer.parseInt(code) : otherwise;
  }

  /** Whether it says that the fault is its own. */
  boolean saysServerError() {
    return SERVER_ERRORS.contains(code) || SERVER_ERRORS.contains(type);
  }

  /** Whether the account can pay no more. */
  boolean saysNoCredit() {
    return code.equals(NO_CREDIT) || type.equals(NO_CREDIT);
  }

  boolean saysRateLimit() {
    return RATE_LIMITS.contains(code) || RATE_LIMITS.contains(type);
  }

  private static String plain(String word) {
    return PLAIN.matcher(word).matches() ? word : "";
  }
}
