package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Something that happened in a run. The pipeline emits facts; the run log makes {@link Event}s of
 * them by giving each a {@code seq} and a time.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(value = Fact.RunCreated.class, name = "run.created"),
  @Type(value = Fact.RunStarted.class, name = "run.started"),
  @Type(value = Fact.CandidateStarted.class, name = "candidate.started"),
  @Type(value = Fact.ThinkingDelta.class, name = "candidate.thinking.delta"),
  @Type(value = Fact.CandidateDelta.class, name = "candidate.delta"),
  @Type(value = Fact.CandidateCompleted.class, name = "candidate.completed"),
  @Type(value = Fact.CandidateDiscarded.class, name = "candidate.discarded"),
  @Type(value = Fact.EvaluationStarted.class, name = "evaluation.started"),
  @Type(value = Fact.FeedbackDelta.class, name = "feedback.delta"),
  @Type(value = Fact.EvaluationCompleted.class, name = "evaluation.completed"),
  @Type(value = Fact.EvaluationDiscarded.class, name = "evaluation.discarded"),
  @Type(value = Fact.SteeringReceived.class, name = "steering.received"),
  @Type(value = Fact.RunCompleted.class, name = "run.completed"),
  @Type(value = Fact.RunFailed.class, name = "run.failed"),
  @Type(value = Fact.RunCancelled.class, name = "run.cancelled"),
})
public sealed interface Fact {

  /** The wire name, also the SSE event name. */
  default String type() {
    return FactTypes.nameOf(getClass());
  }

  /** Ends a run: nothing follows it, and whatever was being written is void. */
  sealed interface Terminal extends Fact permits RunCompleted, RunFailed, RunCancelled {
    /** Number of the best candidate; {@code null} if there is none. */
    Integer best();

    /** The best candidate's text; {@code null} if there is none. */
    String content();

    /** The best candidate's score; {@code null} if it has none. */
    Double score();

    Usage usage();
  }

  /**
   * A piece of text that counts only while its step is under way: once the step is complete, or
   * discarded, the piece may be dropped. Neighbours may be merged.
   */
  sealed interface Delta extends Fact permits ThinkingDelta, CandidateDelta, FeedbackDelta {
    int candidate();

    String text();

    /** Whether {@code next} goes on where this ends, so that the two may be one. */
    boolean continuedBy(Delta next);

    Delta withText(String text);
  }

  /** {@code metadata}: the caller's own strings, kept and shown, never read. */
  record RunCreated(Sample sample, Settings settings, Map<String, String> metadata)
      implements Fact {}

  /** {@code by}: the pod; {@code attempt}: 1, more when another pod took over. */
  record RunStarted(String by, int attempt) implements Fact {}

  /**
   * {@code feedback}: what the prompt says; at iteration 0 only what people asked for now, {@code
   * null} where they did not.
   */
  record CandidateStarted(int candidate, int iteration, String feedback) implements Fact {}

  record ThinkingDelta(int candidate, String text) implements Delta {
    @Override
    public boolean continuedBy(Delta next) {
      return next instanceof ThinkingDelta other && other.candidate == candidate;
    }

    @Override
    public Delta withText(String text) {
      return new ThinkingDelta(candidate, text);
    }
  }

  record CandidateDelta(int candidate, String text) implements Delta {
    @Override
    public boolean continuedBy(Delta next) {
      return next instanceof CandidateDelta other && other.candidate == candidate;
    }

    @Override
    public Delta withText(String text) {
      return new CandidateDelta(candidate, text);
    }
  }

  /** {@code thinking}: {@code null} if there was none. */
  record CandidateCompleted(
      int candidate,
      int iteration,
      String content,
      String thinking,
      Usage usage,
      String finishReason,
      long durationMs)
      implements Fact {}

  /** The candidate's deltas so far are void, and the same number starts again. */
  record CandidateDiscarded(int candidate, CandidateDiscardReason reason) implements Fact {}

  record EvaluationStarted(int candidate, int iteration) implements Fact {}

  /** {@code part}: which judge or vote, where several write at once; else {@code null}. */
  record FeedbackDelta(int candidate, String text, String part) implements Delta {
    @Override
    public boolean continuedBy(Delta next) {
      return next instanceof FeedbackDelta other
          && other.candidate == candidate
          && Objects.equals(other.part, part);
    }

    @Override
    public Delta withText(String text) {
      return new FeedbackDelta(candidate, text, part);
    }
  }

  /** {@code best}: number of the best candidate so far; {@code null} if there is none. */
  record EvaluationCompleted(
      int candidate,
      int iteration,
      Double score,
      List<Evaluation.Detail> details,
      List<Evaluation.RubricVerdict> rubrics,
      List<Evaluation.Rank> ranks,
      String feedback,
      Integer best,
      Usage usage,
      long durationMs)
      implements Fact {}

  /** The {@code feedback.delta}s of this part so far are void. */
  record EvaluationDiscarded(int candidate, String part, EvaluationDiscardReason reason)
      implements Fact {}

  /** A person's feedback. {@code by}: who; {@code null} if unknown. */
  record SteeringReceived(String text, String by, SteeringWhen when) implements Fact {}

  record RunCompleted(
      Integer best,
      String content,
      Double score,
      StopReason stopReason,
      int candidates,
      Usage usage,
      long durationMs)
      implements Terminal {}

  record RunFailed(Problem problem, Integer best, String content, Double score, Usage usage)
      implements Terminal {}

  record RunCancelled(String by, Integer best, String content, Double score, Usage usage)
      implements Terminal {}

  /** Why a candidate that was being written is void. */
  enum CandidateDiscardReason {
    @JsonProperty("retry")
    RETRY,
    @JsonProperty("takeover")
    TAKEOVER,
    @JsonProperty("steered")
    STEERED
  }

  /** When steering takes effect. */
  enum SteeringWhen {
    @JsonProperty("next")
    NEXT,
    @JsonProperty("now")
    NOW
  }
}
