package dev.hone.refinement;

/**
 * A model call that failed for good. Its message is fit for a client: no key, no address, no body
 * of the provider.
 */
public final class ModelFailure extends RuntimeException {

  public enum Kind {
    /** The prompt is longer than the model can read. */
    CONTEXT_LENGTH,
    /** The provider refuses our key (401) or access (403). */
    UNAUTHORIZED,
    /** The provider has no such model, or is not where we ask (404). */
    UNKNOWN_MODEL,
    /** The provider refuses the request otherwise: another 4xx, no credit, a redirect. */
    REFUSED,
    /** It failed more often than it is retried: rate limits, 5xx, cut or stalled streams. */
    UNAVAILABLE
  }

  private final Kind kind;

  public ModelFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ModelFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What clients are told. A prompt that is too long is theirs to shorten. */
  public Problem problem() {
    return kind == Kind.CONTEXT_LENGTH
        ? Problem.of("context-length-exceeded", "The prompt is too long", 400, getMessage())
        : Problem.of("model-failed", "The model call failed", 502, getMessage());
  }
}
