package dev.hone.run;

import dev.hone.refinement.Models;
import dev.hone.refinement.Refinement;
import dev.hone.refinement.Reward;
import dev.hone.refinement.Rewards;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Settings;
import io.smallrye.mutiny.Uni;
import java.time.Clock;

/**
 * What all runs of a pod are worked on with.
 *
 * @param pod its name
 * @param attempts how many pods may begin with one step of a run
 * @param mostIterations of any run
 */
record Host(
    String pod,
    RunLog log,
    Models models,
    Rewards rewards,
    Clock clock,
    int attempts,
    int mostIterations,
    Quotas quotas,
    Ties ties) {

  /**
   * The loop that goes on with a run.
   *
   * @param on the event loop that it lives on
   * @param owner who pays for its tokens; asked for once
   */
  Refinement loop(RunState run, EventLoop on, Uni<String> owner) {
    Settings settings = run.state().settings();
    Reward reward = rewards.reward(settings.reward(), settings.judgeModel(), settings.reference());
    return new Refinement(
        run,
        models.named(settings.model()),
        new ReturningReward(reward, on),
        clock,
        on,
        mostIterations,
        quotas.allowance(owner));
  }
}
