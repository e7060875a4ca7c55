package dev.hone.model;

import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.ModelFailure.Kind;
import dev.hone.refinement.Usage;
import java.time.Duration;

/** What a provider's refusal means: another try, or a failure for good. */
final class Refusal {

  private static final int OK = 200;
  private static final int REDIRECTS = 300;
  private static final int UNAUTHORIZED = 401;
  private static final int NO_CREDIT = 402;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;

  private Refusal() {}

  /**
   * An answer that is no stream.
   *
   * @param wait that the provider asks for, or {@code null}
   */
  static Outcome of(int status, Duration wait, ProviderError error) {
    int meant = status < REDIRECTS ? error.status(status) : status;
    Outcome clear = clear(meant, wait, error, Usage.NONE);
    if (clear != null) {
      return clear;
    }
    if (error.equals(ProviderError.UNKNOWN)) {
      return new Outcome.Again("not_a_stream", "", wait, Usage.NONE);
    }
    return failed(
        Kind.REFUSED,
        "The model's provider answers with an error in place of a stream (%s); is the base URL right?"
            .formatted(error.words(status)));
  }

  /** An error in the middle of a stream. */
  static Outcome inStream(ProviderError error, Usage usage) {
    Outcome clear = clear(error.status(OK), error.asked(), error, usage);
    return clear == null ? new Outcome.Again("5xx", error.words(0), error.asked(), usage) : clear;
  }

  /** {@code null} where it is neither clear that it is worth another try nor that it isn't. */
  private static Outcome clear(int status, Duration wait, ProviderError error, Usage usage) {
    String words = error.words(status == OK ? 0 : status);
    boolean succeeds = status < REDIRECTS;
    if (status == TOO_MANY_REQUESTS && error.saysNoCredit()) {
      // OpenAI says so of the account, others in the same words of the minute.
      return new Outcome.Again("429", words, wait, usage, true);
    }
    if (error.saysNoCredit() || status == NO_CREDIT) {
      return failed(
          Kind.REFUSED,
          "The model's provider refuses the request (%s): the account has no credit left."
              .formatted(words));
    }
    boolean limited = succeeds && error.saysRateLimit();
    if (!limited && ContextLength.isMeant(status, error)) {
      return failed(Kind.CONTEXT_LENGTH, "The prompt is longer than the model can read.");
    }
    if (status == TOO_MANY_REQUESTS || limited) {
      return new Outcome.Again("429", words, wait, usage);
    }
    if (succeeds && error.saysServerError()
        || status >= 500
        || status == REQUEST_TIMEOUT
        || status == CONFLICT) {
      return new Outcome.Again("5xx", words, wait, usage);
    }
    return succeeds ? null : refused(status, words);
  }

  private static Outcome refused(int status, String words) {
    Kind kind =
        switch (status) {
          case UNAUTHORIZED, FORBIDDEN -> Kind.UNAUTHORIZED;
          case NOT_FOUND -> Kind.UNKNOWN_MODEL;
          default -> Kind.REFUSED;
        };
    String what =
        switch (status) {
          case UNAUTHORIZED -> "refuses this server's API key (%s).";
          case FORBIDDEN -> "refuses access (%s).";
          case NOT_FOUND -> "has no such model, or the base URL is wrong (%s).";
          default ->
              status < 400
                  ? "redirects (%s); base-url must name the address that it redirects to."
                  : "refuses the request (%s).";
        };
    return failed(kind, "The model's provider " + what.formatted(words));
  }

  private static Outcome failed(Kind kind, String message) {
    return new Outcome.Refused(new ModelFailure(kind, message));
  }
}
