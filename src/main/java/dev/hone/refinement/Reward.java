package dev.hone.refinement;

import io.smallrye.mutiny.Multi;

/**
 * The port to something that evaluates candidates: a rule, a judge, a mix of these, a remote
 * server.
 */
public interface Reward {

  RewardMode mode();

  /**
   * How many evaluations one is made of: each part of a mix, down to the innermost, each vote, each
   * order that a pair is shown in. What a request may ask for is bounded by it.
   */
  default int parts() {
    return 1;
  }

  /**
   * Evaluates a candidate. The stream is cold and ends with exactly one {@link Assessment.Verdict};
   * a judge's critique comes before it as it is written. A verdict that can't be had is an
   * evaluation without a score, not a failure; the stream fails only where a model call did ({@link
   * ModelFailure}) or by a defect. Cancelling it ends every call under way. Nothing blocks: long
   * computing moves to a worker thread.
   */
  Multi<Assessment> evaluate(Subject subject);
}
