package dev.hone.reward.judge;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hone.refinement.Generation;
import dev.hone.refinement.RewardMode;
import java.util.List;
import java.util.Locale;

/**
 * A judge as {@code judges.json} describes it.
 *
 * @param name how requests ask for it; {@code {mode}} in it stands for each of the modes
 * @param modes how it can be asked; all if not given
 * @param description one sentence for a person who chooses a reward
 * @param task what the judge is to value, spoken to the judge
 * @param scenario in which situation the answers are given; may be {@code null}
 * @param rubrics what is required of an answer, the most important first; may be empty for a judge
 *     that compares
 * @param ownRubrics what is required where a judge without rubrics evaluates an answer by itself:
 *     Hone's own, for the reference has none
 * @param examples of judgements; may be {@code null}
 */
record JudgeDefinition(
    String name,
    List<RewardMode> modes,
    String description,
    String task,
    String scenario,
    List<String> rubrics,
    List<String> ownRubrics,
    List<String> examples) {

  private static final List<RewardMode> ALL_MODES = List.of(RewardMode.values());

  /**
   * All judges of a file.
   *
   * @param inline judges by rubrics that come with the request; only in the file that comes with
   *     Hone
   */
  record All(JudgeDefinition inline, @JsonProperty(required = true) List<JudgeDefinition> judges) {}

  JudgeDefinition {
    modes = modes == null ? ALL_MODES : List.copyOf(modes);
    rubrics = rubrics == null ? List.of() : List.copyOf(rubrics);
    ownRubrics = ownRubrics == null ? List.of() : List.copyOf(ownRubrics);
    examples = examples == null ? List.of() : List.copyOf(examples);
  }

  /**
   * @throws IllegalArgumentException if something is missing; the message says what
   */
  void check() {
    if (name == null || description == null || task == null) {
      throw new IllegalArgumentException("each judge needs a name, a description and a task");
    }
    if (modes.size() > 1 && !name.contains("{mode}")) {
      throw new IllegalArgumentException(
          name + " needs {mode} in its name, or a single one of modes");
    }
    if (modes.contains(RewardMode.POINTWISE) && rubrics(RewardMode.POINTWISE).isEmpty()) {
      throw new IllegalArgumentException(name + " needs rubrics where it is pointwise");
    }
  }

  /** Its name where it is asked in this mode. */
  String name(RewardMode mode) {
    return name.replace("{mode}", mode.name().toLowerCase(Locale.ROOT));
  }

  /** What it judges by in this mode. */
  List<String> rubrics(RewardMode mode) {
    return mode == RewardMode.POINTWISE && rubrics.isEmpty() ? ownRubrics : rubrics;
  }

  /** For a run that gives no params. */
  JudgeSettings settings(RewardMode mode) {
    return new JudgeSettings(task, scenario, rubrics(mode), examples, Generation.DEFAULT);
  }

  JudgeDefinition with(List<String> rubrics) {
    return new JudgeDefinition(
        name, modes, description, task, scenario, rubrics, ownRubrics, examples);
  }
}
