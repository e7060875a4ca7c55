package dev.hone.reward.judge;

import static dev.hone.refinement.EvaluationDiscardReason.UNPARSABLE;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Unfolding;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.Multi;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A question to a judge: its critique as it is written, then its verdict. An answer that can't be
 * parsed is void and asked for once more; after that the verdict is an evaluation that failed.
 */
final class Question {

  private final LanguageModel judge;
  private final Supplier<Asking> asking;

  /**
   * @param asking made anew for each call, so that each has a fence (and an order) of its own
   */
  Question(LanguageModel judge, Supplier<Asking> asking) {
    this.judge = judge;
    this.asking = asking;
  }

  /** Cold; each subscription asks anew. Part is {@code null} in all of it. */
  Multi<Assessment> assessments() {
    return ask(Usage.NONE, first -> ask(first.usage(), Question::failed));
  }

  private Multi<Assessment> ask(Usage before, Function<Attempt, Multi<Assessment>> otherwise) {
    return Multi.createFrom()
        .deferred(
            () -> {
              Asking call = asking.get();
              Attempt attempt = new Attempt(call::reader, before);
              return Multi.createBy()
                  .concatenating()
                  .streams(
                      Unfolding.of(judge.stream(call.request()), attempt::take),
                      Multi.createFrom().deferred(() -> result(call, attempt, otherwise)));
            });
  }

  private Multi<Assessment> result(
      Asking call, Attempt attempt, Function<Attempt, Multi<Assessment>> otherwise) {
    return attempt
        .reply()
        .flatMap(reply -> call.evaluation(reply, attempt.usage()))
        .map(Question::verdict)
        .orElseGet(
            () ->
                Multi.createBy()
                    .concatenating()
                    .streams(
                        Multi.createFrom().iterable(attempt.voided(UNPARSABLE)),
                        otherwise.apply(attempt)));
  }

  private static Multi<Assessment> failed(Attempt attempt) {
    return verdict(Evaluation.failed(attempt.usage()));
  }

  private static Multi<Assessment> verdict(Evaluation evaluation) {
    return Multi.createFrom().items(new Assessment.Verdict(evaluation));
  }
}
