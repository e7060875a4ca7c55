package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a reward looks at candidates. */
public enum RewardMode {
  /** Each candidate alone; scores of different evaluations can be compared. */
  @JsonProperty("pointwise")
  POINTWISE,
  /** All candidates so far in one evaluation; the best is the best of the newest evaluation. */
  @JsonProperty("listwise")
  LISTWISE,
  /** The best so far against the newest. */
  @JsonProperty("pairwise")
  PAIRWISE;

  /** Whether the best comes from a comparison and not from comparing scores. */
  public boolean compares() {
    return this != POINTWISE;
  }
}
