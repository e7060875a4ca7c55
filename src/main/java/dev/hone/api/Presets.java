package dev.hone.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hone.refinement.Json;
import dev.hone.refinement.Message;
import dev.hone.refinement.Problem;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Stop;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The configured presets. One that can't be used ends the start, with a message that names the
 * setting.
 */
@ApplicationScoped
public class Presets {

  /** What the names of models with a preset begin with. */
  public static final String PREFIX = "hone/";

  /** What stands between a model's name and a preset's. */
  public static final char SEPARATOR = ':';

  /** Settings of a run; {@code null} is the default of every run. */
  public record Preset(RewardSpec reward, Integer maxIterations, Stop stop, String judgeModel) {

    public static final Preset NONE = new Preset(null, null, null, null);
  }

  private final Map<String, Preset> presets = new TreeMap<>();

  Presets(PresetsConfig config) {
    config.presets().forEach((name, preset) -> presets.put(name, preset(name, preset)));
  }

  /** By the alphabet. */
  public List<String> names() {
    return List.copyOf(presets.keySet());
  }

  /** {@code null} if there is none. */
  public Preset named(String name) {
    return presets.get(name);
  }

  /** The name that a client chooses a model with a preset by. */
  public static String model(String model, String preset) {
    return PREFIX + model + SEPARATOR + preset;
  }

  void check(@Observes StartupEvent event, StartRequests requests) {
    presets.forEach((name, preset) -> check(name, preset, requests));
  }

  private static void check(String name, Preset preset, StartRequests requests) {
    try {
      requests.check(
          new StartRequest(
              List.of(Message.user("any")),
              null,
              null,
              null,
              preset.judgeModel,
              preset.reward,
              preset.maxIterations,
              preset.stop,
              null,
              null,
              null,
              null,
              null),
          "");
    } catch (ProblemException e) {
      Problem.FieldError first = e.problem().errors().get(0);
      throw unusable(name, first.field().replace('_', '-'), first.detail());
    }
  }

  private static Preset preset(String name, PresetsConfig.Preset config) {
    return new Preset(
        config.reward().map(text -> reward(name, text)).orElse(null),
        config.maxIterations().isPresent() ? (Integer) config.maxIterations().getAsInt() : null,
        stop(config.stop()),
        config.judgeModel().orElse(null));
  }

  private static RewardSpec reward(String name, String text) {
    if (!text.stripLeading().startsWith("{")) {
      return RewardSpec.named(text);
    }
    try {
      return Json.MAPPER.readValue(text, RewardSpec.class);
    } catch (JsonProcessingException e) {
      throw unusable(name, "reward", e.getOriginalMessage());
    }
  }

  private static Stop stop(PresetsConfig.Preset.Stop config) {
    return new Stop(
        number(config.targetScore()),
        config.patience().isPresent() ? (Integer) config.patience().getAsInt() : null,
        number(config.minDelta()),
        config.deadline().orElse(null),
        config.tokenBudget().isPresent() ? (Long) config.tokenBudget().getAsLong() : null);
  }

  private static Double number(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }

  private static ConfigurationException unusable(String preset, String field, String right) {
    return new ConfigurationException("hone.presets." + preset + "." + field + ": " + right);
  }
}
