package dev.hone.reward;

import dev.hone.refinement.Models;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Rewards;
import dev.hone.reward.judge.Judges;
import dev.hone.reward.param.Names;
import dev.hone.reward.remote.RemoteReward;
import dev.hone.reward.rule.Rule;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All rewards of this server, by name, and those that a request makes up. Made at the start, which
 * one that can't be used ends.
 */
@Startup
@ApplicationScoped
public class RewardRegistry implements Rewards {

  /**
   * Of one reward. Enough for a mix of 20 judges with 5 votes each; without a bound for the whole,
   * mixes of mixes of judges with votes would make one evaluation of thousands of model calls.
   */
  private static final int MOST_PARTS = 100;

  private final JudgeModels models;
  private final Judges judges;
  private final Mixes mixes;
  private final Map<String, NamedReward> named = new LinkedHashMap<>();

  RewardRegistry(Models models, @All List<Rule> rules, RewardsConfig config, Vertx vertx) {
    this.models = new JudgeModels(models);
    this.judges = judges(config);
    this.mixes = new Mixes(config.atOnce());
    judges.named().forEach(judge -> add(new NamedJudge(judge, this.models)));
    rules.forEach(rule -> add(new NamedRule(rule)));
    config
        .remote()
        .forEach(
            (name, server) ->
                add(new NamedRemote(name, server, new RemoteReward(name, server, vertx))));
  }

  private static Judges judges(RewardsConfig config) {
    try {
      return new Judges(config.judges(), config.atOnce());
    } catch (IllegalArgumentException unusable) {
      throw new ConfigurationException("hone.rewards.judges: " + unusable.getMessage());
    }
  }

  private void add(NamedReward reward) {
    String name = reward.description().name();
    if (named.putIfAbsent(name, reward) != null) {
      throw new ConfigurationException(
          "two rewards have the name "
              + name
              + "; hone.rewards.judges and hone.rewards.remote can name theirs otherwise");
    }
  }

  /** What there is to choose from. */
  public List<RewardDescription> describe() {
    return named.values().stream().map(NamedReward::description).toList();
  }

  @Override
  public Reward reward(RewardSpec spec, String judgeModel, String reference) {
    if (spec instanceof RewardSpec.Named byName) {
      return byName(byName, judgeModel, reference);
    }
    if (spec instanceof RewardSpec.Rubrics own) {
      return judges.of(own.rubrics(), own.mode(), models.named(judgeModel));
    }
    return bounded(mixes.of((RewardSpec.Mix) spec, part -> reward(part, judgeModel, reference)));
  }

  /** Each mix as it is made, the innermost first, so that nothing large comes to be. */
  private static Reward bounded(Reward mix) {
    if (mix.parts() > MOST_PARTS) {
      throw new InvalidReward(
          "all",
          "at most "
              + MOST_PARTS
              + " parts, those of mixes within it and each vote of a judge counted; these are "
              + mix.parts());
    }
    return mix;
  }

  private Reward byName(RewardSpec.Named spec, String judgeModel, String reference) {
    NamedReward reward = named.get(spec.name());
    if (reward == null) {
      throw new InvalidReward("", unknown(spec.name()));
    }
    if (reward.description().needsReference() && reference == null) {
      throw new InvalidReward(
          "", spec.name() + " compares with the right answer, which must be given as reference");
    }
    return reward.with(spec.params(), judgeModel);
  }

  private String unknown(String name) {
    List<String> nearest = Names.nearest(name, List.copyOf(named.keySet()));
    return Names.shortened(name)
        + " is not a reward; GET /v1/rewards lists them"
        + (nearest.isEmpty() ? "" : ". Did you mean " + String.join(" or ", nearest) + "?");
  }
}
