package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jboss.logging.Logger;

/** The two lines that an operator sees of a run; nothing of its texts. */
final class RunReport {

  private static final Logger LOG = Logger.getLogger(RunReport.class);

  private final String run;
  private boolean started;

  RunReport(String run) {
    this.run = run;
  }

  void appended(Event event) {
    if (event.fact() instanceof Fact.RunStarted begun) {
      started = true;
      LOG.infof("run started: id=%s attempt=%d", run, begun.attempt());
    }
  }

  /** Another pod, or this one after its restart, goes on with it. */
  void handedOver() {
    LOG.infof("run handed over: id=%s", run);
  }

  /** It is given up until the log can be written; said once, and not for each try after that. */
  void waits(Throwable unavailable) {
    LOG.logf(
        started ? Logger.Level.WARN : Logger.Level.DEBUG,
        "run waits: id=%s reason=%s",
        run,
        unavailable.getMessage());
  }

  void ended(RunState state) {
    if (!state.hasEnded()) {
      LOG.infof("run left to another pod: id=%s", run);
      return;
    }
    Instant from = state.startedAt() == null ? state.createdAt() : state.startedAt();
    LOG.infof(
        "run ended: id=%s outcome=%s reason=%s duration_ms=%d",
        run,
        state.status().name().toLowerCase(Locale.ROOT),
        reason(state.state().terminal()),
        Duration.between(from, state.endedAt()).toMillis());
  }

  /** The log can't tell any more, or not now. */
  void gone(Throwable failure) {
    LOG.infof("run ended: id=%s outcome=%s", run, outcome(failure));
  }

  private static String outcome(Throwable failure) {
    return failure instanceof RunLogFailure.NotFound ? "erased" : "unknown";
  }

  private static String reason(Fact.Terminal end) {
    if (end instanceof Fact.RunCompleted completed) {
      return completed.stopReason().name().toLowerCase(Locale.ROOT);
    }
    return end instanceof Fact.RunFailed failed ? failed.problem().type() : "cancelled";
  }
}
