package dev.hone.api.openai;

import dev.hone.refinement.Usage;

/**
 * Tokens of all calls of a run, in OpenAI's shape.
 *
 * @param promptTokensDetails {@code null} where no provider said what it had cached
 * @param estimated {@code true} where some call ended before its provider counted, else {@code
 *     null}
 */
public record ChatUsage(
    long promptTokens,
    long completionTokens,
    long totalTokens,
    PromptTokensDetails promptTokensDetails,
    Boolean estimated) {

  record PromptTokensDetails(long cachedTokens) {}

  static ChatUsage of(Usage usage) {
    return new ChatUsage(
        usage.promptTokens(),
        usage.completionTokens(),
        usage.totalTokens(),
        usage.cachedTokens() == null ? null : new PromptTokensDetails(usage.cachedTokens()),
        usage.estimated());
  }
}
