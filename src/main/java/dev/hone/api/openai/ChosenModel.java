package dev.hone.api.openai;

import dev.hone.api.Presets;
import dev.hone.api.ProblemException;
import dev.hone.refinement.Models;
import dev.hone.refinement.Problem;
import java.util.List;

/**
 * What a model's name stands for: {@code <model>} or {@code hone/<model>}, and with a preset {@code
 * hone/<model>:<preset>}.
 */
record ChosenModel(String model, Presets.Preset preset) {

  /**
   * @param name {@code null} for the default model
   * @throws ProblemException if there is no such model or preset
   */
  static ChosenModel named(String name, Models models, Presets presets) {
    if (name == null) {
      return new ChosenModel(Models.DEFAULT, Presets.Preset.NONE);
    }
    List<String> known = models.names();
    String rest = name.startsWith(Presets.PREFIX) ? name.substring(Presets.PREFIX.length()) : name;
    if (known.contains(name) || known.contains(rest)) {
      return new ChosenModel(known.contains(name) ? name : rest, Presets.Preset.NONE);
    }
    int split = rest.equals(name) ? -1 : rest.lastIndexOf(Presets.SEPARATOR);
    String model = split < 0 ? rest : rest.substring(0, split);
    Presets.Preset preset = split < 0 ? null : presets.named(rest.substring(split + 1));
    if (preset == null || !known.contains(model)) {
      throw notFound();
    }
    return new ChosenModel(model, preset);
  }

  private static ProblemException notFound() {
    return new ProblemException(
        new Problem(
            "urn:hone:problem:model-not-found",
            "No such model",
            404,
            null,
            List.of(
                new Problem.FieldError(
                    "model", "there is no such model; GET /v1/models lists what there is"))));
  }
}
