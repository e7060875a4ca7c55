package dev.hone.refinement;

import io.smallrye.mutiny.Multi;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A reward that gives prepared evaluations, one a call, and remembers what it saw. */
public final class ScriptedReward implements Reward {

  public final List<Subject> subjects = new ArrayList<>();
  private final RewardMode mode;
  private final Deque<Multi<Assessment>> evaluations = new ArrayDeque<>();

  public ScriptedReward(RewardMode mode) {
    this.mode = mode;
  }

  public static ScriptedReward pointwise(Double... scores) {
    ScriptedReward reward = new ScriptedReward(RewardMode.POINTWISE);
    for (Double score : scores) {
      reward.gives(evaluation(score, null));
    }
    return reward;
  }

  /** Compares: each evaluation prefers the candidate of this number; {@code null} prefers none. */
  public static ScriptedReward comparing(RewardMode mode, Integer... preferred) {
    ScriptedReward reward = new ScriptedReward(mode);
    for (Integer number : preferred) {
      reward.gives(evaluation(null, number));
    }
    return reward;
  }

  private static Evaluation evaluation(Double score, Integer preferred) {
    String feedback = "feedback for " + score + preferred;
    return new Evaluation(
        score,
        List.of(new Evaluation.Detail("scripted", score, feedback)),
        null,
        null,
        feedback,
        Usage.of(3, 2),
        preferred);
  }

  public ScriptedReward gives(Evaluation evaluation) {
    return stream(
        Multi.createFrom()
            .items(
                new Assessment.Critique(evaluation.feedback(), null),
                new Assessment.Verdict(evaluation)));
  }

  public ScriptedReward stream(Multi<Assessment> evaluation) {
    evaluations.add(evaluation);
    return this;
  }

  @Override
  public RewardMode mode() {
    return mode;
  }

  @Override
  public Multi<Assessment> evaluate(Subject subject) {
    return Multi.createFrom()
        .deferred(
            () -> {
              subjects.add(subject);
              return evaluations.remove();
            });
  }
}
