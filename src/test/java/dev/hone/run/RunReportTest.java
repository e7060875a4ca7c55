package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Usage;
import dev.hone.telemetry.Traces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.context.Context;
import io.prometheus.client.CollectorRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunReportTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final CollectorRegistry prometheus = new CollectorRegistry();
  private final RunFigures figures = new RunFigures(registry, prometheus);
  private final RunReport report =
      new RunReport("r1", figures, new RunSpan(Traces.OFF, Context.root()));

  @Test
  void countsAnEndOnceHoweverManyTellIt() {
    report.appended(event(2, RunFacts.started()));
    report.appended(event(3, RunFacts.completed()));
    report.heard(event(3, RunFacts.completed()));

    report.ended(run(RunFacts.started(), RunFacts.completed()));

    assertEquals(1, ended("max_iterations"));
  }

  @Test
  void countsAnEndThatItOnlyHearsOfFromTheLog() {
    report.appended(event(2, RunFacts.started()));

    report.ended(run(RunFacts.started(), RunFacts.completed()));

    assertEquals(1, ended("max_iterations"));
  }

  @Test
  void leavesTheEndOfARunThatAnotherPodHasTakenOverToThatPod() {
    report.appended(event(2, RunFacts.started()));

    report.ended(run(RunFacts.started(), new Fact.RunStarted("pod-2", 2), RunFacts.completed()));

    assertEquals(0, ended("max_iterations"));
  }

  @Test
  void countsTheEndOfARunThatNeverHadItsTurn() {
    report.heard(event(2, new Fact.RunCancelled("owner", null, null, null, Usage.NONE)));

    assertEquals(1, ended("cancelled"));
  }

  @Test
  void tellsWhatCameOfEvaluations() {
    Evaluation alone =
        new Evaluation(
            null,
            List.of(new Evaluation.Detail("judge", null, "fine")),
            null,
            null,
            "fine",
            Usage.NONE,
            null);

    figures.count(evaluated(Evaluation.of("rule", 0.5, "so so")), RewardSpec.named("rouge"));
    figures.count(evaluated(alone), new RewardSpec.Rubrics(List.of("Own."), RewardMode.PAIRWISE));
    figures.count(evaluated(Evaluation.failed(Usage.NONE)), new RewardSpec.Mix(List.of()));

    assertEquals(1, evaluations("rouge", "scored"));
    assertEquals(1, evaluations("inline", "feedback"));
    assertEquals(1, evaluations("mix", "failed"));
  }

  private double ended(String reason) {
    return registry.get("hone.runs.ended").tag("reason", reason).counter().count();
  }

  private double evaluations(String reward, String outcome) {
    Counter counter =
        registry.get("hone.evaluations").tags("reward", reward, "outcome", outcome).counter();
    return counter.count();
  }

  private static Fact evaluated(Evaluation evaluation) {
    return new Fact.EvaluationCompleted(
        0,
        0,
        evaluation.score(),
        evaluation.details(),
        null,
        null,
        evaluation.feedback(),
        null,
        evaluation.usage(),
        1);
  }

  private static RunState run(Fact... facts) {
    RunState run = RunState.of(event(1, RunFacts.created()));
    for (Fact fact : facts) {
      run = run.apply(event(run.lastSeq() + 1, fact));
    }
    return run;
  }

  private static Event event(long seq, Fact fact) {
    return new Event("r1", seq, Instant.EPOCH, fact);
  }
}
