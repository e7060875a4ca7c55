package dev.hone.reward.judge;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hone.refinement.RewardMode;
import java.util.List;
import java.util.Locale;

/**
 * A judge as {@code judges.json} describes it.
 *
 * @param name how requests ask for it; {@code {mode}} in it stands for each of the modes
 * @param modes how it can be asked
 * @param description one sentence for a person who chooses a reward
 * @param task what the judge is to value, spoken to the judge
 * @param scenario in which situation the answers are given; may be {@code null}
 * @param rubrics what is required of an answer, the most important first
 * @param examples of judgements; may be {@code null}
 */
record JudgeDefinition(
    String name,
    List<RewardMode> modes,
    String description,
    String task,
    String scenario,
    List<String> rubrics,
    List<String> examples) {

  /**
   * All judges of a file.
   *
   * @param inline judges by rubrics that come with the request; has none of its own
   */
  record All(
      @JsonProperty(required = true) JudgeDefinition inline,
      @JsonProperty(required = true) List<JudgeDefinition> judges) {}

  JudgeDefinition {
    rubrics = rubrics == null ? List.of() : List.copyOf(rubrics);
    examples = examples == null ? List.of() : List.copyOf(examples);
  }

  /** Its name where it is asked in this mode. */
  String name(RewardMode mode) {
    return name.replace("{mode}", mode.name().toLowerCase(Locale.ROOT));
  }

  JudgeDefinition with(List<String> rubrics) {
    return new JudgeDefinition(name, modes, description, task, scenario, rubrics, examples);
  }
}
