package dev.hone.reward.mix;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import io.smallrye.mutiny.Multi;
import java.util.ArrayDeque;
import java.util.Deque;

/** A reward that evaluates as it is told, one verdict for each call. */
final class ScriptedReward implements Reward {

  private final RewardMode mode;
  private final Deque<Multi<Assessment>> answers = new ArrayDeque<>();
  private boolean silent;
  private int asked;
  private int cancelled;

  ScriptedReward(RewardMode mode) {
    this.mode = mode;
  }

  /** Writes the feedback as its critique and then gives the evaluation. */
  ScriptedReward says(Evaluation evaluation) {
    return streams(
        Multi.createFrom()
            .items(
                new Assessment.Critique(evaluation.feedback(), null),
                new Assessment.Verdict(evaluation)));
  }

  ScriptedReward streams(Multi<Assessment> answer) {
    answers.add(answer);
    return this;
  }

  /** Never answers. */
  ScriptedReward silent() {
    silent = true;
    return this;
  }

  int asked() {
    return asked;
  }

  int cancelled() {
    return cancelled;
  }

  @Override
  public RewardMode mode() {
    return mode;
  }

  @Override
  public Multi<Assessment> evaluate(Subject subject) {
    return Multi.createFrom()
        .<Assessment>deferred(
            () -> {
              asked++;
              return silent ? Multi.createFrom().nothing() : answers.remove();
            })
        .onCancellation()
        .invoke(() -> cancelled++);
  }
}
