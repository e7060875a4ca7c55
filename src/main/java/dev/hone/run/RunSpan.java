package dev.hone.run;

import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.telemetry.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/**
 * The span of a run while it is worked on here, below the request that started it; a run that was
 * taken over has a trace of its own. Its steps are events of it; nothing of its texts is in it.
 */
final class RunSpan {

  private static final AttributeKey<Long> CANDIDATE = AttributeKey.longKey("hone.candidate");
  private static final AttributeKey<Double> SCORE = AttributeKey.doubleKey("hone.score");

  private final Traces traces;
  private final Context cause;
  private volatile Span span = Span.getInvalid();

  /**
   * @param cause what was current where the run was asked for
   */
  RunSpan(Traces traces, Context cause) {
    this.traces = traces;
    this.cause = cause;
  }

  /**
   * Begins it, the first time. On the run's event loop: model calls find it there, for as long as
   * that context lives, so it is never taken away again.
   */
  void begin(RunState run) {
    if (span.getSpanContext().isValid()) {
      return;
    }
    span =
        traces
            .span("hone.run")
            .setParent(cause)
            .setAttribute("hone.run.id", run.id())
            .setAttribute("hone.run.attempt", run.attempt())
            .setAttribute("hone.reward", RunFigures.label(run.state().settings().reward()))
            .startSpan();
    if (span.getSpanContext().isValid()) {
      cause.with(span).makeCurrent();
    }
  }

  void note(Fact fact) {
    if (!span.isRecording()) {
      return;
    }
    if (fact instanceof Fact.CandidateCompleted completed) {
      span.addEvent(fact.type(), Attributes.of(CANDIDATE, (long) completed.candidate()));
    } else if (fact instanceof Fact.EvaluationCompleted completed) {
      span.addEvent(fact.type(), scored(completed));
    } else if (fact instanceof Fact.CandidateDiscarded
        || fact instanceof Fact.EvaluationDiscarded) {
      span.addEvent(fact.type());
    }
  }

  /** The run has ended; what it says is the same wherever it was ended. */
  void ended(Fact.Terminal end) {
    span.setAttribute("hone.run.ended", RunFigures.reason(end));
    if (end.best() != null) {
      span.setAttribute(CANDIDATE, (long) end.best());
    }
    if (end.score() != null) {
      span.setAttribute(SCORE, end.score());
    }
    if (end instanceof Fact.RunFailed failed) {
      span.setStatus(StatusCode.ERROR).setAttribute("error.type", failed.problem().type());
    }
    span.end();
  }

  /** It goes on elsewhere, or nobody knows. */
  void left() {
    span.end();
  }

  private static Attributes scored(Fact.EvaluationCompleted evaluation) {
    AttributesBuilder attributes =
        Attributes.builder().put(CANDIDATE, (long) evaluation.candidate());
    return evaluation.score() == null
        ? attributes.build()
        : attributes.put(SCORE, evaluation.score()).build();
  }
}
