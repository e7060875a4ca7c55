package dev.hone.reward;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hone.refinement.RewardMode;
import dev.hone.reward.param.Param;
import dev.hone.reward.param.Range;
import java.util.List;

/**
 * A reward for a person who chooses one.
 *
 * @param needsReference whether a sample must bring a right answer to compare with
 */
public record RewardDescription(
    String name,
    Kind kind,
    RewardMode mode,
    Range range,
    boolean needsReference,
    String description,
    List<Param<?>> params) {

  /** What does the evaluating. */
  public enum Kind {
    @JsonProperty("rule")
    RULE,
    @JsonProperty("judge")
    JUDGE,
    @JsonProperty("remote")
    REMOTE
  }
}
