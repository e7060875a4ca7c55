package dev.hone.api.dialect;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hone.refinement.Fact;

/**
 * Whose words a part is.
 *
 * @param part which judge or vote, where several write at once; else {@code null}
 */
public record Source(Kind kind, int candidate, String part) {

  /** What is being written. */
  public enum Kind {
    @JsonProperty("thinking")
    THINKING,
    @JsonProperty("draft")
    DRAFT,
    @JsonProperty("feedback")
    FEEDBACK
  }

  static Source thinking(int candidate) {
    return new Source(Kind.THINKING, candidate, null);
  }

  static Source draft(int candidate) {
    return new Source(Kind.DRAFT, candidate, null);
  }

  static Source feedback(int candidate, String part) {
    return new Source(Kind.FEEDBACK, candidate, part);
  }

  static Source of(Fact.Delta delta) {
    if (delta instanceof Fact.FeedbackDelta feedback) {
      return feedback(feedback.candidate(), feedback.part());
    }
    return delta instanceof Fact.ThinkingDelta
        ? thinking(delta.candidate())
        : draft(delta.candidate());
  }
}
