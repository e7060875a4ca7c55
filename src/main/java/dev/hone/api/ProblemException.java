package dev.hone.api;

import dev.hone.api.auth.NotAuthenticated;
import dev.hone.refinement.Problem;
import dev.hone.run.QuotaReached;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A request that is answered by a problem. */
public final class ProblemException extends RuntimeException {

  private final Problem problem;
  private final Duration retryAfter;
  private final String challenge;

  public ProblemException(Problem problem) {
    this(problem, null, null);
  }

  private ProblemException(Problem problem, Duration retryAfter, String challenge) {
    // Without a trace: it is an answer, and a batch may have one for each of its lines.
    super(
        problem.title() + (problem.detail() == null ? "" : ": " + problem.detail()),
        null,
        false,
        false);
    this.problem = problem;
    this.retryAfter = retryAfter;
    this.challenge = challenge;
  }

  static ProblemException badRequest(List<Problem.FieldError> errors) {
    String detail =
        errors.size() == 1 ? "One field is wrong." : errors.size() + " fields are wrong.";
    return new ProblemException(
        new Problem(
            "urn:hone:problem:bad-request", "The request can't be used", 400, detail, errors));
  }

  static ProblemException badRequest(String field, String right) {
    return badRequest(List.of(new Problem.FieldError(field, right)));
  }

  /** The same for a run that never was, that retention has dropped, or that is another owner's. */
  static ProblemException noSuchRun() {
    return new ProblemException(
        Problem.of(
            "no-such-run",
            "No such run",
            404,
            "There is no run of this id, or it is no longer kept."));
  }

  static ProblemException nothingThere() {
    return new ProblemException(
        Problem.of(
            "not-found",
            "Not Found",
            404,
            "There is nothing at this path; /q/openapi lists what there is."));
  }

  static ProblemException noSuchModel() {
    return new ProblemException(
        Problem.of(
            "model-not-found",
            "No such model",
            404,
            "There is no model of this id; GET /v1/models lists what there is."));
  }

  static ProblemException hasEnded() {
    return new ProblemException(
        Problem.of("run-ended", "The run has ended", 409, "Nothing can be changed any more."));
  }

  /** To a reader of a run who has its last event. */
  static ProblemException nothingFollows() {
    return new ProblemException(
        Problem.of(
            "run-ended",
            "The run has ended",
            409,
            "There is no event after this one; nothing follows."));
  }

  static ProblemException keyTaken() {
    return new ProblemException(
        Problem.of(
            "idempotency-key-used",
            "The key was used for something else",
            422,
            "This Idempotency-Key has started a run with another body; something new wants a new"
                + " key."));
  }

  static ProblemException unavailable(String detail, Duration retryAfter) {
    return new ProblemException(
        Problem.of("unavailable", "Not now", 503, detail), retryAfter, null);
  }

  static ProblemException quota(QuotaReached reached) {
    return new ProblemException(reached.problem(), reached.retryAfter(), null);
  }

  static ProblemException unauthorized(NotAuthenticated nobody) {
    return new ProblemException(
        Problem.of("unauthorized", "Not authenticated", 401, nobody.getMessage()),
        null,
        nobody.challenge());
  }

  static ProblemException misdirected() {
    return new ProblemException(
        Problem.of(
            "misdirected",
            "Asked by a wrong name",
            421,
            "Without authentication this server answers to localhost and to the names of hone.hosts"
                + " only."));
  }

  static ProblemException forbidden(String detail) {
    return new ProblemException(Problem.of("forbidden", "Not allowed", 403, detail));
  }

  static ProblemException lineTooLarge() {
    return new ProblemException(
        Problem.of("too-large", "The line is too large", 413, "The limit is hone.limits.line."));
  }

  static ProblemException encoded() {
    return new ProblemException(
        Problem.of(
            "unsupported-media-type",
            "Unsupported Media Type",
            415,
            "The body should come as it is, without a Content-Encoding."));
  }

  static ProblemException tooSlow() {
    return new ProblemException(
        Problem.of(
            "too-slow",
            "The request came too slowly",
            408,
            "The limit for its body is hone.limits.body-timeout."));
  }

  static ProblemException tooMany(String detail, Duration retryAfter) {
    return new ProblemException(
        Problem.of("too-many", "Too many at once", 429, detail), retryAfter, null);
  }

  public static ProblemException tooLarge() {
    return new ProblemException(
        Problem.of("too-large", "The request is too large", 413, "The limit is hone.limits.body."));
  }

  /** The same with other names for its fields. */
  ProblemException inTermsOf(UnaryOperator<String> names) {
    List<Problem.FieldError> errors =
        problem.errors() == null
            ? null
            : problem.errors().stream()
                .map(each -> new Problem.FieldError(names.apply(each.field()), each.detail()))
                .toList();
    return new ProblemException(
        new Problem(problem.type(), problem.title(), problem.status(), problem.detail(), errors),
        retryAfter,
        challenge);
  }

  public Problem problem() {
    return problem;
  }

  /** The value of {@code WWW-Authenticate}; {@code null} if nobody is asked to authenticate. */
  String challenge() {
    return challenge;
  }

  /** When it is worth another try; {@code null} if that isn't known. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
