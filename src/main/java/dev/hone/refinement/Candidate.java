package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A complete candidate and what is known of it.
 *
 * @param candidate its number, from 0
 * @param iteration 0 for the first answer and for candidates that the caller gave
 * @param promptFeedback the feedback that its prompt ended with; {@code null} where there was none
 * @param score {@code null} until there is one; a listwise evaluation renews it
 * @param feedback what its evaluation said; {@code null} until evaluated
 * @param details of its evaluation, by dimension; {@code null} until evaluated
 * @param rubrics which of a judge's rubrics are met; {@code null} for other rewards
 * @param usage of the call that wrote it; {@code null} if the caller gave it
 * @param finishReason the provider's; {@code null} if the caller gave it
 */
public record Candidate(
    @JsonProperty(index = 0) int candidate,
    int iteration,
    String content,
    @JsonIgnore String promptFeedback,
    Double score,
    String feedback,
    List<Evaluation.Detail> details,
    List<Evaluation.RubricVerdict> rubrics,
    Usage usage,
    String finishReason) {

  static Candidate given(int candidate, String content) {
    return new Candidate(candidate, 0, content, null, null, null, null, null, null, null);
  }

  static Candidate written(Fact.CandidateCompleted fact, String promptFeedback) {
    return new Candidate(
        fact.candidate(),
        fact.iteration(),
        fact.content(),
        promptFeedback,
        null,
        null,
        null,
        null,
        fact.usage(),
        fact.finishReason());
  }

  /** Whether it may be the best: an empty or a filtered answer never is. */
  @JsonIgnore
  public boolean isUsable() {
    return !content.isBlank() && !Unusable.isFiltered(finishReason);
  }

  @JsonIgnore
  public boolean isEvaluated() {
    return feedback != null;
  }

  Candidate evaluated(Fact.EvaluationCompleted fact) {
    return new Candidate(
        candidate,
        iteration,
        content,
        promptFeedback,
        fact.score(),
        fact.feedback(),
        fact.details(),
        fact.rubrics(),
        usage,
        finishReason);
  }

  Candidate scored(double score) {
    return new Candidate(
        candidate,
        iteration,
        content,
        promptFeedback,
        score,
        feedback,
        details,
        rubrics,
        usage,
        finishReason);
  }
}
