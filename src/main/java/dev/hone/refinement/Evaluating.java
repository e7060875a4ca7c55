package dev.hone.refinement;

import io.smallrye.mutiny.Multi;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One candidate being evaluated. */
final class Evaluating {

  private final Step.Evaluate step;
  private final State state;
  private final Reward reward;
  private final Clock clock;
  private final long startedAt;

  Evaluating(Step.Evaluate step, State state, Reward reward, Clock clock) {
    this.step = step;
    this.state = state;
    this.reward = reward;
    this.clock = clock;
    this.startedAt = clock.millis();
  }

  Fact started() {
    return new Fact.EvaluationStarted(step.candidate(), step.iteration());
  }

  /** What follows the start. */
  Multi<Fact> facts() {
    return reward.evaluate(subject()).onItem().transform(this::fact);
  }

  private Subject subject() {
    return new Subject(
        state.sample().messages(),
        contents(state.candidates()),
        step.candidate(),
        best(),
        state.settings().reference());
  }

  /** Where all are compared at once, none has won before the first time. */
  private Integer best() {
    return switch (reward.mode()) {
      case POINTWISE -> state.best();
      case LISTWISE -> state.evaluations().isEmpty() ? null : Best.incumbent(state, 0);
      case PAIRWISE -> Best.incumbent(state, step.candidate());
    };
  }

  private static List<String> contents(List<Candidate> candidates) {
    List<String> contents = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      contents.add(candidate.content());
    }
    return Collections.unmodifiableList(contents);
  }

  private Fact fact(Assessment assessment) {
    if (assessment instanceof Assessment.Critique critique) {
      return new Fact.FeedbackDelta(step.candidate(), critique.text(), critique.part());
    }
    if (assessment instanceof Assessment.Voided voided) {
      return new Fact.EvaluationDiscarded(step.candidate(), voided.part(), voided.reason());
    }
    return completed(((Assessment.Verdict) assessment).evaluation());
  }

  private Fact completed(Evaluation evaluation) {
    return new Fact.EvaluationCompleted(
        step.candidate(),
        step.iteration(),
        evaluation.score(),
        evaluation.details(),
        evaluation.rubrics(),
        evaluation.ranks(),
        evaluation.feedback(),
        Best.after(state, step.candidate(), evaluation, reward.mode()),
        evaluation.usage(),
        clock.millis() - startedAt);
  }
}
