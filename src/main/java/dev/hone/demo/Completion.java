package dev.hone.demo;

import dev.hone.demo.ChatRequest.ChatMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer as it is sent: cut into tokens, cut at the request's limits, counted.
 *
 * @param finishReason {@code stop} or {@code length}
 * @param cachedTokens prompt tokens that a provider would have served from its cache
 */
record Completion(List<Token> tokens, String finishReason, int promptTokens, int cachedTokens) {

  /** What a message costs beside its text, as OpenAI counts. */
  private static final int TOKENS_PER_MESSAGE = 4;

  /** One piece of the answer or, if {@code thinking}, of what the model thought before it. */
  record Token(String text, boolean thinking) {}

  static Completion of(ChatRequest request, Answer answer) {
    List<Token> tokens = new ArrayList<>();
    Tokens.of(answer.thinking()).forEach(text -> tokens.add(new Token(text, true)));
    Tokens.of(upToStop(answer.content(), request.stop()))
        .forEach(text -> tokens.add(new Token(text, false)));
    boolean tooLong = tokens.size() > request.maxTokens();
    return new Completion(
        List.copyOf(tooLong ? tokens.subList(0, request.maxTokens()) : tokens),
        tooLong ? "length" : "stop",
        count(request.messages()),
        count(seenBefore(request.messages())));
  }

  String content() {
    return joined(false);
  }

  String thinking() {
    return joined(true);
  }

  int thinkingTokens() {
    return (int) tokens.stream().filter(Token::thinking).count();
  }

  private String joined(boolean thinking) {
    StringBuilder text = new StringBuilder();
    tokens.stream()
        .filter(token -> token.thinking() == thinking)
        .forEach(token -> text.append(token.text()));
    return text.toString();
  }

  private static String upToStop(String content, List<String> stops) {
    int end = content.length();
    for (String stop : stops) {
      int at = content.indexOf(stop);
      end = at < 0 ? end : Math.min(end, at);
    }
    return content.substring(0, end);
  }

  /**
   * The call that wrote the last assistant message had everything before that message as its
   * prompt, so a prefix cache would hold it; no memory is needed to say so.
   */
  private static List<ChatMessage> seenBefore(List<ChatMessage> messages) {
    for (int i = messages.size() - 1; i > 0; i--) {
      if (messages.get(i).role().equals("assistant")) {
        return messages.subList(0, i);
      }
    }
    return List.of();
  }

  private static int count(List<ChatMessage> messages) {
    return messages.stream()
        .mapToInt(message -> Tokens.count(message.content()) + TOKENS_PER_MESSAGE)
        .sum();
  }
}
