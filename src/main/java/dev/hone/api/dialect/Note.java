package dev.hone.api.dialect;

import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Fact;
import java.util.List;

/** What protocols have no words for, as data of their readers' own choice. */
sealed interface Note {

  /** How good a candidate is; its feedback is a part. */
  record Evaluated(
      int candidate,
      int iteration,
      Double score,
      List<Evaluation.RubricVerdict> rubrics,
      Integer best)
      implements Note {}

  /** What a person wants changed. */
  record Steered(String text, String by, Fact.SteeringWhen when) implements Note {}

  /** {@code null} if there is nothing to note. */
  static Note of(Fact fact) {
    if (fact instanceof Fact.EvaluationCompleted done) {
      return new Evaluated(
          done.candidate(), done.iteration(), done.score(), done.rubrics(), done.best());
    }
    return fact instanceof Fact.SteeringReceived said
        ? new Steered(said.text(), said.by(), said.when())
        : null;
  }
}
