package dev.hone.reward;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.reward.param.Params;
import dev.hone.reward.rule.Rule;
import dev.hone.reward.rule.RuleReward;
import java.util.Map;

record NamedRule(Rule rule) implements NamedReward {

  @Override
  public RewardDescription description() {
    return new RewardDescription(
        rule.name(),
        RewardDescription.Kind.RULE,
        RewardMode.POINTWISE,
        rule.range(),
        rule.needsReference(),
        rule.description(),
        rule.params());
  }

  @Override
  public Reward with(Map<String, JsonNode> params, String judgeModel) {
    return new RuleReward(rule, Params.of(params, rule.params()));
  }
}
