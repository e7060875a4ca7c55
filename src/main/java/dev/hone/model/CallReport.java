package dev.hone.model;

import dev.hone.refinement.Generation;
import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.Usage;
import java.util.function.BiConsumer;

/**
 * One call of a model as its operator sees it: its part of the figures, and its span. Made where
 * the call is subscribed, used on the call's event loop; after the end nothing counts any more.
 */
final class CallReport {

  /** What the calls of a model report to. */
  record To(CallFigures figures, CallSpan.Kind spans) {}

  private final CallFigures figures;
  private final CallSpan span;
  private long begunAt = System.nanoTime();
  private long triedAt;
  private long answeredAt;
  private boolean over;

  CallReport(To to) {
    this.figures = to.figures();
    this.span = new CallSpan(to.spans());
  }

  /** It has its place; the wait for it is not the model's. */
  void begins(Generation generation) {
    begunAt = System.nanoTime();
    span.begin(generation);
  }

  /**
   * A request goes out.
   *
   * @param header adds one to it
   */
  void tries(BiConsumer<String, String> header) {
    triedAt = System.nanoTime();
    span.tries(header);
  }

  /**
   * The first token of a try is there.
   *
   * @param model the one that answers, as it calls itself; may be {@code null}
   */
  void spoke(String model) {
    figures.firstToken(System.nanoTime() - triedAt);
    span.spoke(model);
  }

  /** It will be tried again. */
  void retries(String cause) {
    figures.retried(cause);
    span.retries(cause);
  }

  /** The model has nothing more to say; what we do with it then is not the model's time. */
  void answered() {
    answeredAt = System.nanoTime();
  }

  /** To be called after {@link #answered}. */
  void complete(String finishReason, Usage usage) {
    over = true;
    figures.complete(answeredAt - begunAt, usage);
    span.complete(finishReason, usage);
  }

  /**
   * @param errorType one of few words: why it was not tried again, or is not worth it
   */
  void failed(String errorType, Usage usage) {
    if (!over) {
      over = true;
      figures.failed(System.nanoTime() - begunAt, errorType, usage);
      span.failed(errorType, usage);
    }
  }

  /** The subscriber left. */
  void cancelled(Usage usage) {
    if (!over) {
      over = true;
      figures.failed(System.nanoTime() - begunAt, "cancelled", usage);
      span.cancelled(usage);
    }
  }

  static String errorType(ModelFailure.Kind kind) {
    return switch (kind) {
      case CONTEXT_LENGTH -> "context_length";
      case UNAUTHORIZED -> "unauthorized";
      case UNKNOWN_MODEL -> "unknown_model";
      case REFUSED -> "4xx";
      case UNAVAILABLE -> "unavailable";
    };
  }
}
