package dev.hone.model;

import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.Usage;
import java.time.Duration;
import java.util.Set;

/** How one attempt ended. */
sealed interface Outcome {

  /** Finish reasons by which a provider says that it gave up, whatever it had said by then. */
  Set<String> BROKEN_OFF = Set.of("error", "abort", "insufficient_system_resource");

  /** A stream that ended with a finish reason: it is complete, or as good as cut. */
  static Outcome finished(String reason, Usage usage) {
    return BROKEN_OFF.contains(reason)
        ? new Again("cut", reason, null, usage)
        : new Complete(reason, usage);
  }

  /** The answer is complete. */
  record Complete(String finishReason, Usage usage) implements Outcome {}

  /**
   * It failed in a way that is worth another try.
   *
   * @param cause a word of {@link dev.hone.refinement.ModelChunk.Retrying}
   * @param words more about it, fit for a client; may be empty
   * @param asked how long the provider asks to wait, or {@code null}
   * @param usage of what the provider did until then
   * @param onceMore whether one more try is all that it is worth
   */
  record Again(String cause, String words, Duration asked, Usage usage, boolean onceMore)
      implements Outcome {

    Again(String cause, String words, Duration asked, Usage usage) {
      this(cause, words, asked, usage, false);
    }

    boolean isRateLimit() {
      return cause.equals("429");
    }
  }

  /** Another try would fail too. */
  record Refused(ModelFailure failure) implements Outcome {}
}
