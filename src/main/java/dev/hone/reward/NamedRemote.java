package dev.hone.reward;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.reward.param.Params;
import dev.hone.reward.remote.RemoteConfig;
import dev.hone.reward.remote.RemoteReward;
import java.util.List;
import java.util.Map;

record NamedRemote(String name, RemoteConfig config, RemoteReward reward) implements NamedReward {

  @Override
  public RewardDescription description() {
    return new RewardDescription(
        name,
        RewardDescription.Kind.REMOTE,
        RewardMode.POINTWISE,
        reward.range(),
        config.needsReference(),
        config.description().orElse("A reward server of this installation."),
        List.of());
  }

  @Override
  public Reward with(Map<String, JsonNode> params, String judgeModel) {
    Params.of(params, List.of());
    return reward;
  }
}
