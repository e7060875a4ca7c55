package dev.hone.refinement;

import io.smallrye.mutiny.Multi;
import java.time.Clock;
import java.util.List;

/** One candidate being written. */
final class Writing {

  private final Step.Write step;
  private final LanguageModel.Request request;
  private final LanguageModel writer;
  private final Clock clock;
  private final long startedAt;
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();

  Writing(Step.Write step, State state, LanguageModel writer, Clock clock) {
    this.step = step;
    this.request =
        new LanguageModel.Request(
            Prompts.next(state, step.feedback()), state.settings().generation());
    this.writer = writer;
    this.clock = clock;
    this.startedAt = clock.millis();
  }

  Fact started() {
    return new Fact.CandidateStarted(step.candidate(), step.iteration(), step.feedback());
  }

  /** What follows the start. */
  Multi<Fact> facts() {
    return Unfolding.of(writer.stream(request), this::facts);
  }

  private List<Fact> facts(ModelChunk chunk) {
    if (chunk instanceof ModelChunk.Text more) {
      content.append(more.text());
      return List.of(new Fact.CandidateDelta(step.candidate(), more.text()));
    }
    if (chunk instanceof ModelChunk.Thinking more) {
      thinking.append(more.text());
      return List.of(new Fact.ThinkingDelta(step.candidate(), more.text()));
    }
    if (chunk instanceof ModelChunk.ThoughtSoFar) {
      return rethought();
    }
    if (chunk instanceof ModelChunk.Finished finished) {
      return List.of(completed(finished));
    }
    return retried();
  }

  /** What was shown as the answer is shown again as what it is. */
  private List<Fact> rethought() {
    thinking.append(content);
    content.setLength(0);
    return List.of(
        voided(), started(), new Fact.ThinkingDelta(step.candidate(), thinking.toString()));
  }

  private Fact completed(ModelChunk.Finished finished) {
    return new Fact.CandidateCompleted(
        step.candidate(),
        step.iteration(),
        content.toString(),
        thinking.isEmpty() ? null : thinking.toString(),
        finished.usage(),
        finished.reason(),
        clock.millis() - startedAt);
  }

  /** Nothing to void where nothing was shown. */
  private List<Fact> retried() {
    if (content.isEmpty() && thinking.isEmpty()) {
      return List.of();
    }
    content.setLength(0);
    thinking.setLength(0);
    return List.of(voided(), started());
  }

  private Fact voided() {
    return new Fact.CandidateDiscarded(step.candidate(), Fact.CandidateDiscardReason.RETRY);
  }
}
