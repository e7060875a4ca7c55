package dev.hone.reward;

import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Rewards.InvalidReward;
import dev.hone.reward.mix.Mix;
import dev.hone.reward.remote.RemoteReward;
import dev.hone.reward.rule.RuleReward;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes mixes as a request describes them. */
record Mixes(int atOnce) {

  /** Side by side in one mix; of the whole {@link RewardRegistry} knows the bound. */
  private static final int MOST_PARTS = 20;

  /**
   * @param find finds the reward of a part
   * @throws InvalidReward with the field's path through {@code all[i].reward}
   */
  Reward of(RewardSpec.Mix spec, Function<RewardSpec, Reward> find) {
    if (spec.all().size() > MOST_PARTS) {
      throw new InvalidReward("all", "at most " + MOST_PARTS + " rewards");
    }
    List<Mix.Part> parts = new ArrayList<>();
    for (int i = 0; i < spec.all().size(); i++) {
      RewardSpec.Part part = spec.all().get(i);
      Reward reward = found(part.reward(), "all[" + i + "].reward", find);
      parts.add(
          new Mix.Part(unique(name(part.reward()), parts), reward, part.weight(), writes(reward)));
    }
    return new Mix(List.copyOf(parts), atOnce);
  }

  private static Reward found(RewardSpec spec, String field, Function<RewardSpec, Reward> find) {
    Reward reward;
    try {
      reward = find.apply(spec);
    } catch (InvalidReward e) {
      throw new InvalidReward(
          e.field().isEmpty() ? field : field + "." + e.field(), e.getMessage());
    }
    if (reward.mode().compares()) {
      throw new InvalidReward(
          field, "a pointwise reward: scores of comparisons can't be mixed with others");
    }
    return reward;
  }

  private static boolean writes(Reward reward) {
    return reward instanceof Mix mix
        ? mix.writes()
        : !(reward instanceof RuleReward || reward instanceof RemoteReward);
  }

  private static String name(RewardSpec spec) {
    if (spec instanceof RewardSpec.Named named) {
      return named.name();
    }
    return spec instanceof RewardSpec.Rubrics ? "rubrics" : "mix";
  }

  private static String unique(String name, List<Mix.Part> parts) {
    long same =
        parts.stream().filter(part -> part.name().replaceAll(" \\d+$", "").equals(name)).count();
    return same == 0 ? name : name + " " + (same + 1);
  }
}
