package dev.hone.run.local;

import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import io.netty.buffer.ByteBufUtil;

/**
 * What a fact that is kept takes in the heap, about: its texts, each once as such, and once for
 * forms that late readers want. Texts are summed up; to encode each event for its length would cost
 * at the end of each run as much again as to send it.
 */
final class Weight {

  /** What an entry and its other fields take beside its texts, about. */
  private static final int ENTRY_BYTES = 800;

  /** The same of a dimension, a rubric or a rank. */
  private static final int PART_BYTES = 100;

  private Weight() {}

  static long of(Fact fact) {
    return ENTRY_BYTES + 2 * bytes(fact);
  }

  private static long bytes(Fact fact) {
    if (fact instanceof Fact.RunCreated created) { // whatever the caller sent, so it is encoded
      return Json.bytes(created).length;
    }
    if (fact instanceof Fact.CandidateStarted started) {
      return length(started.feedback());
    }
    if (fact instanceof Fact.CandidateCompleted completed) {
      return length(completed.content()) + length(completed.thinking());
    }
    if (fact instanceof Fact.EvaluationCompleted completed) {
      return evaluation(completed);
    }
    if (fact instanceof Fact.Delta delta) {
      return length(delta.text());
    }
    if (fact instanceof Fact.SteeringReceived said) {
      return length(said.text());
    }
    return fact instanceof Fact.Terminal end ? length(end.content()) : 0;
  }

  private static long evaluation(Fact.EvaluationCompleted completed) {
    long all = length(completed.feedback());
    if (completed.details() != null) {
      for (Evaluation.Detail detail : completed.details()) {
        all += PART_BYTES + length(detail.name()) + length(detail.reason());
      }
    }
    if (completed.rubrics() != null) {
      for (Evaluation.RubricVerdict verdict : completed.rubrics()) {
        all += PART_BYTES + length(verdict.rubric());
      }
    }
    return all + (completed.ranks() == null ? 0 : (long) PART_BYTES * completed.ranks().size());
  }

  /** In UTF-8. */
  private static int length(String text) {
    return text == null ? 0 : ByteBufUtil.utf8Bytes(text);
  }
}
