package dev.hone.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Settings of runs under a name, for clients of chat completions that can only choose a model. What
 * is left out has the default of every run.
 */
@ConfigMapping(prefix = "hone.presets")
interface PresetsConfig {

  @WithParentName
  Map<String, Preset> presets();

  interface Preset {

    /** A reward's name, or the JSON of one with params, own rubrics or a mix. */
    Optional<String> reward();

    OptionalInt maxIterations();

    Optional<String> judgeModel();

    Stop stop();

    /** When a run may stop early, as in a start request. */
    interface Stop {

      OptionalDouble targetScore();

      OptionalInt patience();

      OptionalDouble minDelta();

      Optional<Duration> deadline();

      OptionalLong tokenBudget();
    }
  }
}
