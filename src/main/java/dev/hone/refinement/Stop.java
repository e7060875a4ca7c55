package dev.hone.refinement;

import java.time.Duration;

/**
 * When a run may stop before its last iteration. A {@code null} rule never stops it.
 *
 * @param targetScore a score that is good enough
 * @param patience how many evaluations in a row may pass without an improvement
 * @param minDelta how much better than at the last improvement counts as one; {@code null}: any
 *     better score
 * @param deadline from the start of the run; it cuts the call under way
 * @param tokenBudget tokens, the judge's included, after which no further call starts
 */
public record Stop(
    Double targetScore, Integer patience, Double minDelta, Duration deadline, Long tokenBudget) {

  public static final Stop NEVER = new Stop(null, null, null, null, null);
}
