package dev.hone.reward;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Reward;
import dev.hone.reward.judge.Judge;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import java.util.Map;

record NamedJudge(Judge judge, JudgeModels models) implements NamedReward {

  @Override
  public RewardDescription description() {
    return new RewardDescription(
        judge.name(),
        RewardDescription.Kind.JUDGE,
        judge.mode(),
        Range.UNIT,
        false,
        judge.description(),
        judge.params());
  }

  @Override
  public Reward with(Map<String, JsonNode> params, String judgeModel) {
    return judge.with(Params.of(params, judge.params()), models.named(judgeModel));
  }
}
