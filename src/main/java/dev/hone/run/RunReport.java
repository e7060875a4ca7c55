package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/**
 * What an operator sees of a run that is worked on here: two lines in the log, its part of the
 * figures, and its span; nothing of its texts. Used on the run's event loop, but for what is said
 * after its end.
 */
final class RunReport {

  private static final Logger LOG = Logger.getLogger(RunReport.class.getName());

  private final String run;
  private final RunLines lines;
  private final RunFigures figures;
  private final RunSpan span;
  private final AtomicBoolean counted = new AtomicBoolean();
  private RewardSpec reward;
  private volatile int attempt;
  private long appendingSince;

  RunReport(String run, RunFigures figures, RunSpan span) {
    this.run = run;
    this.lines = new RunLines(LOG, run);
    this.figures = figures;
    this.span = span;
  }

  /** The loop goes on from here. */
  void works(RunState state) {
    span.begin(state);
    reward = state.state().settings().reward();
  }

  /** An event is on its way to the log; one at a time. */
  void appending() {
    appendingSince = System.nanoTime();
  }

  /** It is in the log. */
  void appended(Event event) {
    figures.appendTook(System.nanoTime() - appendingSince);
    if (!(event.fact() instanceof Fact.Delta)) {
      note(event.fact());
    }
  }

  /** Somebody else has appended to the run. */
  void heard(Event event) {
    note(event.fact());
  }

  private void note(Fact fact) {
    if (fact instanceof Fact.RunStarted started) {
      attempt = started.attempt();
      lines.info("run started: id=%s attempt=%d", run, started.attempt());
    }
    span.note(fact);
    if (!(fact instanceof Fact.Terminal) || !counted.getAndSet(true)) {
      figures.count(fact, reward);
    }
  }

  /** Another pod, or this one after its restart, goes on with it. */
  void handedOver() {
    span.left();
    lines.info("run handed over: id=%s", run);
  }

  /** It is given up where its log goes with this process. */
  void lost() {
    span.left();
    lines.info("run lost: id=%s", run);
  }

  /** It is given up until the log can be written; said once, and not for each try after that. */
  void waits(Throwable unavailable) {
    span.left();
    lines.say(
        attempt > 0 ? Level.WARN : Level.DEBUG,
        "run waits: id=%s reason=%s",
        run,
        unavailable.getMessage());
  }

  /** The end counts where it came about: not if another pod has had the run since. */
  void ended(RunState state) {
    if (!state.hasEnded()) {
      span.left();
      lines.info("run left to another pod: id=%s", run);
      return;
    }
    if (state.attempt() == attempt) {
      note(state.state().terminal());
    }
    span.ended(state.state().terminal());
    Instant from = state.startedAt() == null ? state.createdAt() : state.startedAt();
    lines.info(
        "run ended: id=%s outcome=%s reason=%s%s duration_ms=%d",
        run,
        state.status().name().toLowerCase(Locale.ROOT),
        reason(state.state().terminal()),
        detail(state.state().terminal()),
        Duration.between(from, state.endedAt()).toMillis());
  }

  /** The log can't tell any more, or not now. */
  void gone(Throwable failure) {
    span.left();
    lines.info("run ended: id=%s outcome=%s", run, outcome(failure));
  }

  private static String outcome(Throwable failure) {
    return failure instanceof RunLogFailure.NotFound ? "erased" : "unknown";
  }

  private static String reason(Fact.Terminal end) {
    return end instanceof Fact.RunFailed failed ? failed.problem().type() : RunFigures.reason(end);
  }

  /** Why it failed, in Hone's own words: a problem holds nothing of what a provider says. */
  private static String detail(Fact.Terminal end) {
    return end instanceof Fact.RunFailed failed && failed.problem().detail() != null
        ? " detail=\"" + failed.problem().detail() + '"'
        : "";
  }
}
