package dev.hone.reward;

import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Models;
import dev.hone.refinement.Rewards.InvalidReward;

/** The models that can judge. */
record JudgeModels(Models models) {

  /**
   * @throws InvalidReward if there is no such model
   */
  LanguageModel named(String name) {
    try {
      return models.named(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidReward("", "can't be judged: " + e.getMessage());
    }
  }
}
