package dev.hone.model;

import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.Usage;
import java.time.Duration;

/** How one attempt ended. */
sealed interface Outcome {

  /** The answer is complete. */
  record Complete(String finishReason, Usage usage) implements Outcome {}

  /**
   * It failed in a way that is worth another try.
   *
   * @param cause a word of {@link dev.hone.refinement.ModelChunk.Retrying}
   * @param words more about it, fit for a client; may be empty
   * @param asked how long the provider asks to wait, or {@code null}
   * @param usage of what the provider did until then
   */
  record Again(String cause, String words, Duration asked, Usage usage) implements Outcome {

    boolean isRateLimit() {
      return cause.equals("429");
    }
  }

  /** Another try would fail too. */
  record Refused(ModelFailure failure) implements Outcome {}
}
