package dev.hone.run;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Subject;
import io.smallrye.mutiny.Multi;

/**
 * A reward whose assessments come back to the run's event loop wherever they were computed; so the
 * call that follows starts there, and what it brings can't meet a cancel on another thread.
 */
record ReturningReward(Reward reward, EventLoop loop) implements Reward {

  @Override
  public RewardMode mode() {
    return reward.mode();
  }

  @Override
  public Multi<Assessment> evaluate(Subject subject) {
    return new Returning<>(reward.evaluate(subject), loop);
  }
}
