package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a critique that was being written is void. */
public enum EvaluationDiscardReason {
  /** The judge's model call failed and is made again. */
  @JsonProperty("retry")
  RETRY,
  /** The judge's answer doesn't follow the protocol and is asked for once more. */
  @JsonProperty("unparsable")
  UNPARSABLE,
  /** Another pod continues the run. */
  @JsonProperty("takeover")
  TAKEOVER
}
