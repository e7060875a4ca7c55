package dev.hone.reward.judge;

import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.reward.mix.Votes;
import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import java.security.SecureRandom;
import java.util.List;

/** A judge that can be asked for by name, in one mode. */
public final class Judge {

  private static final SecureRandom CHANCE = new SecureRandom();

  private final JudgeDefinition definition;
  private final RewardMode mode;
  private final JudgeParams params;
  private final int atOnce;

  Judge(JudgeDefinition definition, RewardMode mode, int atOnce) {
    this.definition = definition;
    this.mode = mode;
    this.params = new JudgeParams(definition, mode);
    this.atOnce = atOnce;
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
    return Votes.of(one(name(), mode, params.settings(given), model), params.votes(given), atOnce);
  }

  /** A reward by the definition alone, where a caller has no params to give. */
  static Reward asDefined(JudgeDefinition definition, RewardMode mode, LanguageModel model) {
    return one(definition.name(mode), mode, definition.settings(mode), model);
  }

  private static Reward one(
      String name, RewardMode mode, JudgeSettings settings, LanguageModel model) {
    return switch (mode) {
      case POINTWISE -> new RubricJudge(name, settings, model);
      case LISTWISE -> new ListwiseJudge(name, settings, model, CHANCE);
      case PAIRWISE -> new PairwiseJudge(name, settings, model);
    };
  }
}
