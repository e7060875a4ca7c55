package dev.hone.reward.judge;

import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import java.util.List;

/** A judge that can be asked for by name, in one mode. */
public final class Judge {

  private final JudgeDefinition definition;
  private final RewardMode mode;
  private final JudgeParams params;

  Judge(JudgeDefinition definition, RewardMode mode) {
    this.definition = definition;
    this.mode = mode;
    this.params = new JudgeParams(definition);
  }

  public String name() {
    return definition.name(mode);
  }

  public String description() {
    return definition.description();
  }

  public RewardMode mode() {
    return mode;
  }

  public List<Param<?>> params() {
    return params.all();
  }

  /**
   * @param given values of {@link #params}
   * @param model the one that judges
   */
  public Reward with(Params given, LanguageModel model) {
    return new RubricJudge(name(), params.settings(given), model);
  }
}
