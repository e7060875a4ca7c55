package dev.hone.refinement;

/** What a model call brings, in order. */
public sealed interface ModelChunk {

  /** More of the answer. */
  record Text(String text) implements ModelChunk {}

  /** More of what the model thinks before or while it answers; never part of the answer. */
  record Thinking(String text) implements ModelChunk {}

  /**
   * All {@link Text} of this try so far was thinking: the model ended its thinking without having
   * begun it.
   */
  record ThoughtSoFar() implements ModelChunk {}

  /**
   * The call failed in a way that is worth another try: what came before is void, and the answer
   * starts again.
   *
   * @param cause a short word for figures: {@code 429}, {@code 5xx}, {@code refused}, {@code cut},
   *     {@code stalled}, {@code malformed}, {@code not_a_stream}
   */
  record Retrying(String cause) implements ModelChunk {}

  /**
   * The answer is complete; nothing follows.
   *
   * @param reason the provider's finish reason: {@code stop}, {@code length}, {@code
   *     content_filter}…
   * @param usage of all tries of this call, those that were voided included
   */
  record Finished(String reason, Usage usage) implements ModelChunk {}
}
