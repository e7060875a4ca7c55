package dev.hone.run;

import dev.hone.refinement.Fact;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.StopReason;
import dev.hone.telemetry.Durations;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * What happens in the runs of this pod, counted for {@code /q/metrics}. No label holds anything
 * that a caller wrote, and all that can be known at the start is there from the start, as zero.
 * Thread-safe; nothing is looked up or made for a delta.
 */
@Singleton
public final class RunFigures {

  private static final Duration[] APPEND_BUCKETS =
      micros(
          50,
          100,
          250,
          500,
          1_000,
          2_500,
          5_000,
          10_000,
          25_000,
          50_000,
          100_000,
          250_000,
          500_000,
          1_000_000,
          5_000_000,
          30_000_000);

  private static final Duration[] LAG_BUCKETS =
      micros(
          1_000,
          2_500,
          5_000,
          10_000,
          25_000,
          50_000,
          100_000,
          250_000,
          500_000,
          1_000_000,
          2_500_000,
          5_000_000,
          10_000_000,
          30_000_000,
          60_000_000);

  /** The labels of an evaluation: few, since each is a word of ours or of the configuration. */
  private record Evaluated(String reward, String outcome) {}

  private final Counter candidates;
  private final Counter takeovers;
  private final Map<String, Counter> ended = new HashMap<>();
  private final Map<Quota, Counter> refused = new EnumMap<>(Quota.class);
  private final Meter.MeterProvider<Counter> evaluations;
  private final Map<Evaluated, Counter> evaluated = new ConcurrentHashMap<>();
  private final Durations appends =
      new Durations(
          "hone_log_append_seconds",
          "How long a run waits for the log to take an event.",
          APPEND_BUCKETS);
  private final Durations lags =
      new Durations(
          "hone_watcher_lag_seconds",
          "Age of the newest event that a watcher is handed, while it follows.",
          LAG_BUCKETS);

  @Inject
  RunFigures(MeterRegistry registry, PrometheusMeterRegistry prometheus) {
    this(registry, prometheus.getPrometheusRegistry());
  }

  /**
   * @param prometheus for what is counted with each token
   */
  RunFigures(MeterRegistry registry, CollectorRegistry prometheus) {
    appends.register(prometheus);
    lags.register(prometheus);
    candidates =
        Counter.builder("hone.candidates").description("Complete candidates.").register(registry);
    takeovers =
        Counter.builder("hone.takeovers")
            .description("Runs that this pod went on with after another one, or its own past.")
            .register(registry);
    evaluations =
        Counter.builder("hone.evaluations")
            .description("Complete evaluations of runs.")
            .withRegistry(registry);
    for (StopReason reason : StopReason.values()) {
      ended.put(word(reason), ended(word(reason), registry));
    }
    ended.put("failed", ended("failed", registry));
    ended.put("cancelled", ended("cancelled", registry));
    for (Quota quota : Quota.values()) {
      refused.put(quota, refused(quota, registry));
    }
  }

  /**
   * Counts a fact of a run, once it is one.
   *
   * @param reward the run's; read for evaluations only, otherwise it may be {@code null}
   */
  public void count(Fact fact, RewardSpec reward) {
    if (fact instanceof Fact.CandidateCompleted) {
      candidates.increment();
    } else if (fact instanceof Fact.EvaluationCompleted evaluation) {
      evaluated
          .computeIfAbsent(new Evaluated(label(reward), outcome(evaluation)), this::evaluations)
          .increment();
    } else if (fact instanceof Fact.RunStarted started && started.attempt() > 1) {
      takeovers.increment();
    } else if (fact instanceof Fact.Terminal end) {
      ended.get(reason(end)).increment();
    }
  }

  /**
   * How a run ended, in the word of the figure: a stop reason, {@code failed}, {@code cancelled}.
   */
  static String reason(Fact.Terminal end) {
    if (end instanceof Fact.RunCompleted completed) {
      return word(completed.stopReason());
    }
    return end instanceof Fact.RunFailed ? "failed" : "cancelled";
  }

  /** A registered name; what callers make up themselves has one word for all. */
  static String label(RewardSpec reward) {
    if (reward instanceof RewardSpec.Named named) {
      return named.name();
    }
    return reward instanceof RewardSpec.Rubrics ? "inline" : "mix";
  }

  void appendTook(long nanos) {
    appends.record(nanos);
  }

  /** For one watcher, from now on. */
  WatcherLag lag(Clock clock) {
    return new WatcherLag(lags, clock);
  }

  /** Somebody has used as much as they may. */
  void refused(Quota quota) {
    refused.get(quota).increment();
  }

  private Counter evaluations(Evaluated labels) {
    return evaluations.withTags("reward", labels.reward(), "outcome", labels.outcome());
  }

  private static Counter refused(Quota quota, MeterRegistry registry) {
    return Counter.builder("hone.refused")
        .description("What was asked for by owners who had used their quota.")
        .tag("reason", quota.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private static Counter ended(String reason, MeterRegistry registry) {
    return Counter.builder("hone.runs.ended")
        .description("Runs of this pod that have ended.")
        .tag("reason", reason)
        .register(registry);
  }

  private static String outcome(Fact.EvaluationCompleted evaluation) {
    if (evaluation.score() != null) {
      return "scored";
    }
    return evaluation.details().isEmpty() ? "failed" : "feedback";
  }

  private static String word(StopReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  private static Duration[] micros(long... values) {
    return LongStream.of(values)
        .mapToObj(value -> Duration.of(value, java.time.temporal.ChronoUnit.MICROS))
        .toArray(Duration[]::new);
  }
}
