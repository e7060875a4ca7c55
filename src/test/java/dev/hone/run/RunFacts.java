package dev.hone.run;

import dev.hone.refinement.Evaluation;
import dev.hone.refinement.EvaluationDiscardReason;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Fact.CandidateDiscardReason;
import dev.hone.refinement.Generation;
import dev.hone.refinement.Message;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Sample;
import dev.hone.refinement.Settings;
import dev.hone.refinement.Stop;
import dev.hone.refinement.StopReason;
import dev.hone.refinement.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Facts of runs, as a pipeline emits them. */
public final class RunFacts {

  public static final Sample QUESTION =
      new Sample(List.of(Message.user("Why is the sky blue?")), null);

  private RunFacts() {}

  public static Settings settings(int maxIterations) {
    return settings(maxIterations, OnDisconnect.CONTINUE);
  }

  public static Settings settings(int maxIterations, OnDisconnect onDisconnect) {
    return new Settings(
        null,
        "default",
        "default",
        RewardSpec.named("length"),
        maxIterations,
        Stop.NEVER,
        Generation.DEFAULT,
        true,
        onDisconnect);
  }

  public static Fact.RunCreated created() {
    return new Fact.RunCreated(QUESTION, settings(3), Map.of("team", "blue"));
  }

  public static Fact started() {
    return new Fact.RunStarted("pod-1", 1);
  }

  public static Fact delta(int candidate, String text) {
    return new Fact.CandidateDelta(candidate, text);
  }

  public static Fact steering(String text) {
    return new Fact.SteeringReceived(text, "ann", Fact.SteeringWhen.NEXT);
  }

  public static Fact.RunCompleted completed() {
    return new Fact.RunCompleted(
        0, "the best", 1.0, StopReason.MAX_ITERATIONS, 1, Usage.of(3, 4), 5);
  }

  /** A candidate's writing and evaluation with that many deltas each, and no trouble. */
  public static List<Fact> step(int candidate, int deltas) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact.CandidateStarted(candidate, candidate, candidate == 0 ? null : "better"));
    facts.addAll(deltas(candidate, deltas));
    facts.add(written(candidate, deltas));
    facts.add(new Fact.EvaluationStarted(candidate, candidate));
    for (int i = 0; i < deltas; i++) {
      facts.add(new Fact.FeedbackDelta(candidate, "c" + i + " ", null));
    }
    facts.add(evaluated(candidate));
    return facts;
  }

  /**
   * Everything but the first event of a run of three candidates that meets every trouble: retried
   * and steered drafts, thinking, judges that write at once, a critique that can't be parsed.
   */
  public static List<Fact> troubled() {
    List<Fact> facts = new ArrayList<>();
    facts.add(started());
    facts.add(new Fact.CandidateStarted(0, 0, null));
    facts.add(new Fact.ThinkingDelta(0, "hm "));
    facts.add(new Fact.ThinkingDelta(0, "well "));
    facts.addAll(deltas(0, 3));
    facts.add(new Fact.CandidateDiscarded(0, CandidateDiscardReason.RETRY));
    facts.add(new Fact.CandidateStarted(0, 0, null));
    facts.addAll(deltas(0, 4));
    facts.add(written(0, 4));
    facts.add(new Fact.EvaluationStarted(0, 0));
    facts.add(new Fact.FeedbackDelta(0, "too ", "a"));
    facts.add(new Fact.FeedbackDelta(0, "short", "a"));
    facts.add(new Fact.FeedbackDelta(0, "no", "b"));
    facts.add(new Fact.EvaluationDiscarded(0, "a", EvaluationDiscardReason.UNPARSABLE));
    facts.add(new Fact.FeedbackDelta(0, "too long", "a"));
    facts.add(evaluated(0));
    facts.add(new Fact.CandidateStarted(1, 1, "better"));
    facts.addAll(deltas(1, 2));
    facts.add(steering("in French"));
    facts.addAll(deltas(1, 2));
    facts.add(new Fact.CandidateDiscarded(1, CandidateDiscardReason.STEERED));
    facts.add(new Fact.CandidateStarted(1, 1, "better\n\nA reader asks: in French"));
    facts.addAll(deltas(1, 2));
    facts.add(written(1, 2));
    facts.add(new Fact.EvaluationStarted(1, 1));
    facts.add(new Fact.FeedbackDelta(1, "fine", null));
    facts.add(evaluated(1));
    facts.add(new Fact.CandidateStarted(2, 2, "better"));
    facts.addAll(deltas(2, 2));
    facts.add(new Fact.RunCancelled("ann", 0, "w0 w1 w2 w3 ", 0.5, Usage.of(1, 1)));
    return facts;
  }

  private static List<Fact> deltas(int candidate, int count) {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      facts.add(delta(candidate, "w" + i + " "));
    }
    return facts;
  }

  private static Fact written(int candidate, int deltas) {
    StringBuilder content = new StringBuilder();
    deltas(candidate, deltas).forEach(fact -> content.append(((Fact.Delta) fact).text()));
    return new Fact.CandidateCompleted(
        candidate, candidate, content.toString(), null, Usage.of(5, deltas), "stop", 10);
  }

  private static Fact evaluated(int candidate) {
    return new Fact.EvaluationCompleted(
        candidate,
        candidate,
        0.5,
        List.of(new Evaluation.Detail("length", 0.5, "better")),
        null,
        null,
        "better",
        0,
        Usage.NONE,
        10);
  }
}
