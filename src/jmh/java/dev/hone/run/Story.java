package dev.hone.run;

import dev.hone.refinement.Fact;
import dev.hone.refinement.Generation;
import dev.hone.refinement.Message;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Sample;
import dev.hone.refinement.Settings;
import dev.hone.refinement.Stop;
import dev.hone.refinement.StopReason;
import dev.hone.refinement.Usage;
import java.util.List;
import java.util.Map;

/** The facts of a run that writes one candidate. */
public final class Story {

  /** Deltas of the candidate. */
  public static final int DELTAS = 200;

  private static final String TOKEN = " token";

  private Story() {}

  public static Fact.RunCreated created() {
    return new Fact.RunCreated(
        new Sample(List.of(Message.user("Why is the sky blue?")), null),
        new Settings(
            null,
            "default",
            "default",
            RewardSpec.named("word_count"),
            0,
            Stop.NEVER,
            Generation.DEFAULT,
            true,
            OnDisconnect.CONTINUE),
        Map.of());
  }

  public static Fact started() {
    return new Fact.RunStarted("pod", 1);
  }

  public static Fact begun() {
    return new Fact.CandidateStarted(0, 0, null);
  }

  public static Fact delta() {
    return new Fact.CandidateDelta(0, TOKEN);
  }

  public static Fact written() {
    return new Fact.CandidateCompleted(
        0, 0, TOKEN.repeat(DELTAS), null, Usage.of(10, DELTAS), "stop", 10);
  }

  public static Fact completed() {
    return new Fact.RunCompleted(
        0, TOKEN.repeat(DELTAS), 1.0, StopReason.MAX_ITERATIONS, 1, Usage.of(10, DELTAS), 10);
  }
}
