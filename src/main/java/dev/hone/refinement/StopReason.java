package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a completed run stopped. */
public enum StopReason {
  @JsonProperty("max_iterations")
  MAX_ITERATIONS,
  @JsonProperty("target_score")
  TARGET_SCORE,
  @JsonProperty("no_improvement")
  NO_IMPROVEMENT,
  @JsonProperty("deadline")
  DEADLINE,
  @JsonProperty("token_budget")
  TOKEN_BUDGET,
  @JsonProperty("context_length")
  CONTEXT_LENGTH,
  @JsonProperty("accepted")
  ACCEPTED
}
