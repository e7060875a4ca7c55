package dev.hone.api;

import dev.hone.refinement.Candidate;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Message;
import dev.hone.refinement.Problem;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Settings;
import dev.hone.refinement.State;
import dev.hone.refinement.StopReason;
import dev.hone.refinement.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A run as clients see it: the fold of its log. What is {@code null} is left out. */
record RunView(
    String id,
    RunState.Status status,
    Instant createdAt,
    Instant endedAt,
    Settings settings,
    List<Message> messages,
    List<Candidate> candidates,
    Integer best,
    String content,
    Double score,
    StopReason stopReason,
    Problem problem,
    Usage usage,
    Map<String, String> metadata,
    long lastSeq) {

  static RunView of(RunState run) {
    State state = run.state();
    Fact.Terminal end = state.terminal();
    Candidate best = state.bestCandidate();
    return new RunView(
        run.id(),
        run.status(),
        run.createdAt(),
        run.endedAt(),
        state.settings(),
        state.sample().messages(),
        state.candidates(),
        state.chosen(),
        end != null ? end.content() : best == null ? null : best.content(),
        end != null ? end.score() : best == null ? null : best.score(),
        end instanceof Fact.RunCompleted completed ? completed.stopReason() : null,
        end instanceof Fact.RunFailed failed ? failed.problem() : null,
        end == null ? state.usage() : end.usage(),
        run.metadata(),
        run.lastSeq());
  }

  /** For lists: without texts. */
  static RunView brief(RunState run) {
    RunView whole = of(run);
    return new RunView(
        whole.id,
        whole.status,
        whole.createdAt,
        whole.endedAt,
        null,
        null,
        null,
        whole.best,
        null,
        whole.score,
        whole.stopReason,
        whole.problem,
        whole.usage,
        whole.metadata,
        whole.lastSeq);
  }
}
