package dev.hone.model;

import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.Usage;

/**
 * One call of a model as its operator sees it. Used on the call's event loop; after the end nothing
 * counts any more.
 */
final class CallReport {

  private final CallFigures figures;
  private long begunAt = System.nanoTime();
  private long triedAt;
  private boolean over;

  CallReport(CallFigures figures) {
    this.figures = figures;
  }

  /** It has its place; the wait for it is not the model's. */
  void begins() {
    begunAt = System.nanoTime();
  }

  /** A request goes out. */
  void tries() {
    triedAt = System.nanoTime();
  }

  /** The first token of a try is there. */
  void spoke() {
    figures.firstToken(System.nanoTime() - triedAt);
  }

  /** It will be tried again. */
  void retries(String cause) {
    figures.retried(cause);
  }

  void complete(Usage usage) {
    over = true;
    figures.complete(System.nanoTime() - begunAt, usage);
  }

  /**
   * @param errorType one of few words: why it was not tried again, or is not worth it
   */
  void failed(String errorType, Usage usage) {
    if (!over) {
      over = true;
      figures.failed(System.nanoTime() - begunAt, errorType, usage);
    }
  }

  /** The subscriber left. */
  void cancelled(Usage usage) {
    failed("cancelled", usage);
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
