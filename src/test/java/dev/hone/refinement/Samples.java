package dev.hone.refinement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs to test with: a question, and settings that a test changes where it cares. */
public final class Samples {

  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00.120Z");

  private Samples() {}

  public static Settings settings(int maxIterations, Stop stop) {
    return new Settings(
        null,
        "default",
        "default",
        RewardSpec.named("scripted"),
        maxIterations,
        stop,
        Generation.DEFAULT,
        true,
        OnDisconnect.CONTINUE);
  }

  public static Settings withoutFinalEvaluation(Settings all) {
    return new Settings(
        all.reference(),
        all.model(),
        all.judgeModel(),
        all.reward(),
        all.maxIterations(),
        all.stop(),
        all.generation(),
        false,
        all.onDisconnect());
  }

  public static RunState started(Settings settings, String... given) {
    return started(settings, state -> state, given);
  }

  /** A run that has been started and then has come to a certain state. */
  static RunState started(Settings settings, UnaryOperator<State> since, String... given) {
    Sample sample =
        new Sample(
            List.of(Message.system("Be kind."), Message.user("Why is the sky blue?")),
            List.of(given));
    RunState run =
        RunState.of(new Event("r1", 1, NOW, new Fact.RunCreated(sample, settings, Map.of())))
            .apply(new Event("r1", 2, NOW, new Fact.RunStarted("pod", 1)));
    return new RunState(
        run.id(),
        run.createdAt(),
        run.startedAt(),
        null,
        1,
        0,
        false,
        2,
        run.metadata(),
        since.apply(run.state()));
  }
}
