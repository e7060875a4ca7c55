package dev.hone.model;

import java.util.List;
import java.util.Locale;

/** Knows the many words in which providers say that a prompt is too long. */
final class ContextLength {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  /** Cohere's; Bedrock says it of too many in a minute, and then asks to wait. */
  private static final String TOO_MANY_TOKENS = "too many tokens";

  private static final List<String> NAMES =
      List.of("context_length_exceeded", "exceed_context_size", "tokens_limit_reached");

  private static final List<String> MESSAGES =
      List.of(
          "maximum context length",
          "maximum model length",
          "context length exceeded",
          "context length is only",
          "context length of only",
          "greater than the context length",
          "longer than the model's context length",
          "exceeds the available context size",
          "exceed context limit",
          "exceed_context_size",
          "maximum prompt length",
          "prompt is too long",
          "exceeded model token limit",
          "reduce the length of the messages",
          "`inputs` tokens + `max_new_tokens`",
          "tokens_limit_reached");

  /** May be said of other things; so not where the provider is busy or broken. */
  private static final List<String> OF_REFUSED_REQUESTS =
      List.of(
          "context window",
          "longer than the maximum",
          "input is too long",
          "range of input length");

  private ContextLength() {}

  /**
   * Whether an error says so.
   *
   * @param status that it came with
   */
  static boolean isMeant(int status, ProviderError error) {
    String said = error.message().toLowerCase(Locale.ROOT);
    return NAMES.stream().anyMatch(name -> error.code().equals(name) || isTyped(name, error))
        || MESSAGES.stream().anyMatch(said::contains)
        || said.contains("input token count")
            && said.contains("exceeds the maximum number of tokens")
        || isOfRequest(status)
            && (OF_REFUSED_REQUESTS.stream().anyMatch(said::contains) || hasTooManyTokens(said));
  }

  private static boolean isOfRequest(int status) {
    return status != TOO_MANY_REQUESTS && status < SERVER_ERRORS;
  }

  private static boolean hasTooManyTokens(String said) {
    return said.contains(TOO_MANY_TOKENS) && !said.contains("wait") && !said.contains("throttl");
  }

  private static boolean isTyped(String name, ProviderError error) {
    return error.type().startsWith(name);
  }
}
