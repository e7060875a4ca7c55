package dev.hone.reward;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Reward;
import dev.hone.refinement.Rewards.InvalidReward;
import java.util.Map;

/** A reward that can be asked for by name. */
interface NamedReward {

  RewardDescription description();

  /**
   * @param judgeModel name of the model that judges, where one does
   * @throws InvalidReward for params or a model that can't be used
   */
  Reward with(Map<String, JsonNode> params, String judgeModel);
}
