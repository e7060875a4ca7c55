package dev.hone.reward.judge;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.EvaluationDiscardReason;
import dev.hone.refinement.ModelChunk;
import dev.hone.refinement.Usage;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One call of a judge, as far as it has come. */
final class Attempt {

  private final Supplier<AnswerReader> newReader;
  private AnswerReader answer;
  private boolean shown;
  private Usage usage;

  Attempt(Supplier<AnswerReader> newReader, Usage before) {
    this.newReader = newReader;
    this.answer = newReader.get();
    this.usage = before;
  }

  /** What a watcher sees of this chunk; a judge's thinking is nobody's. */
  List<Assessment> take(ModelChunk chunk) {
    if (chunk instanceof ModelChunk.Text more) {
      return critique(answer.take(more.text()));
    }
    if (chunk instanceof ModelChunk.Retrying) {
      answer = newReader.get();
      return voided(EvaluationDiscardReason.RETRY);
    }
    if (chunk instanceof ModelChunk.ThoughtSoFar) {
      answer = newReader.get();
      return voided(EvaluationDiscardReason.UNPARSABLE);
    }
    if (chunk instanceof ModelChunk.Finished finished) {
      usage = usage.plus(finished.usage());
      if ("stop".equals(finished.reason())) {
        answer.finished();
      }
    }
    return List.of();
  }

  Optional<AnswerReader.Reply> reply() {
    return answer.reply();
  }

  /** Of all calls so far. */
  Usage usage() {
    return usage;
  }

  /** Takes back what was shown, if anything was. */
  List<Assessment> voided(EvaluationDiscardReason reason) {
    if (!shown) {
      return List.of();
    }
    shown = false;
    return List.of(new Assessment.Voided(null, reason));
  }

  private List<Assessment> critique(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    shown = true;
    return List.of(new Assessment.Critique(text, null));
  }
}
