package dev.hone.refinement;

/**
 * How a sample is refined, with every default filled in.
 *
 * @param reference the right answer, for rewards that compare; may be {@code null}
 * @param model name of the model that writes
 * @param judgeModel name of the model that judges
 * @param maxIterations refinements after the first answer; 0 answers and evaluates once
 * @param finalEvaluation whether the last candidate is evaluated too
 */
public record Settings(
    String reference,
    String model,
    String judgeModel,
    RewardSpec reward,
    int maxIterations,
    Stop stop,
    Generation generation,
    boolean finalEvaluation,
    OnDisconnect onDisconnect) {}
