package dev.hone.model;

import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.ModelFailure.Kind;
import dev.hone.refinement.Usage;
import java.time.Duration;

/** What a provider's refusal means: another try, or a failure for good. */
final class Refusal {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;

  private Refusal() {}

  /**
   * An answer that is no stream.
   *
   * @param wait from {@code Retry-After}, or {@code null}
   */
  static Outcome of(int status, Duration wait, ProviderError error) {
    if (status == TOO_MANY_REQUESTS) {
      return new Outcome.Again("429", wait, Usage.NONE);
    }
    if (status >= 500) {
      return new Outcome.Again("5xx", wait, Usage.NONE);
    }
    if (error.saysContextLength()) {
      return contextLength();
    }
    if (status < 300) {
      return new Outcome.Again("not_a_stream", wait, Usage.NONE);
    }
    return refused(status);
  }

  /** An error in the middle of a stream. */
  static Outcome inStream(ProviderError error, Usage usage) {
    if (error.saysContextLength()) {
      return contextLength();
    }
    boolean limited = error.code().equals("429") || error.code().equals("rate_limit_exceeded");
    return new Outcome.Again(limited ? "429" : "5xx", null, usage);
  }

  /** The failure after the last try. */
  static ModelFailure exhausted(String cause, int tries) {
    String why =
        switch (cause) {
          case "429" -> "limits the rate of requests (429)";
          case "5xx" -> "answers with a server error";
          case "refused" -> "can't be reached";
          case "stalled" -> "is silent for too long";
          case "malformed" -> "sends a stream that can't be read";
          case "not_a_stream" -> "answers with something that is not an event stream";
          default -> "ends its stream before the answer is complete";
        };
    return new ModelFailure(
        Kind.UNAVAILABLE,
        "The model's provider %s; tried %d %s."
            .formatted(why, tries, tries == 1 ? "time" : "times"));
  }

  private static Outcome contextLength() {
    return failed(Kind.CONTEXT_LENGTH, "The prompt is longer than the model can read.");
  }

  private static Outcome refused(int status) {
    return switch (status) {
      case UNAUTHORIZED, FORBIDDEN ->
          failed(
              Kind.UNAUTHORIZED,
              "The model's provider refuses this server's API key (" + status + ").");
      case NOT_FOUND -> failed(Kind.UNKNOWN_MODEL, "The model's provider has no such model (404).");
      default -> failed(Kind.REFUSED, "The model's provider refuses the request (" + status + ").");
    };
  }

  private static Outcome failed(Kind kind, String message) {
    return new Outcome.Refused(new ModelFailure(kind, message));
  }
}
