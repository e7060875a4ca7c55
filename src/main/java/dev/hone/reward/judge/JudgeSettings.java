package dev.hone.reward.judge;

import dev.hone.refinement.Generation;
import java.util.List;

/**
 * A judge as one run uses it.
 *
 * @param scenario empty if there is none, which may be said by {@code null}
 * @param rubrics the most important first
 */
record JudgeSettings(
    String task,
    String scenario,
    List<String> rubrics,
    List<String> examples,
    Generation generation) {

  JudgeSettings {
    scenario = scenario == null ? "" : scenario.strip();
  }
}
