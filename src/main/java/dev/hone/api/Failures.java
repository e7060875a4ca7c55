package dev.hone.api;

import dev.hone.api.auth.AuthenticationUnavailable;
import dev.hone.api.auth.NotAuthenticated;
import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.Problem;
import dev.hone.run.KeyTaken;
import dev.hone.run.NoSuchCandidate;
import dev.hone.run.QuotaReached;
import dev.hone.run.RunLogFailure;
import dev.hone.run.RunsFull;
import dev.hone.run.Stopping;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Turns whatever went wrong into a problem, for REST and WebSocket alike. */
public final class Failures {

  private static final Logger LOG = Logger.getLogger(Failures.class);
  private static final Duration SHORTLY = Duration.ofSeconds(5);

  private Failures() {}

  public static ProblemException problem(Throwable failure) {
    if (failure instanceof ProblemException problem) {
      return problem;
    }
    if (failure instanceof NotAuthenticated nobody) {
      return ProblemException.unauthorized(nobody);
    }
    if (failure instanceof AuthenticationUnavailable) {
      return ProblemException.unavailable(failure.getMessage(), SHORTLY);
    }
    if (failure instanceof RunLogFailure log) {
      return problem(log);
    }
    if (failure instanceof RunsFull full) {
      return ProblemException.unavailable(
          "As many runs are active and queued as this server takes.", full.retryAfter());
    }
    if (failure instanceof QuotaReached reached) {
      return ProblemException.quota(reached);
    }
    if (failure instanceof Stopping stopping) {
      return ProblemException.unavailable(
          "This server is being stopped; another one takes it, or this one when it is back.",
          stopping.retryAfter());
    }
    if (failure instanceof KeyTaken) {
      return ProblemException.keyTaken();
    }
    if (failure instanceof NoSuchCandidate) {
      return ProblemException.badRequest("candidate", failure.getMessage());
    }
    if (failure instanceof ModelFailure model) {
      return new ProblemException(model.problem());
    }
    if (failure instanceof WebApplicationException http) {
      return problem(http);
    }
    if (hasLostItsClient(failure)) {
      LOG.infof("A request's connection broke: %s", failure.toString());
    } else {
      LOG.error("A request failed by an internal error", failure);
    }
    return new ProblemException(
        Problem.of("internal", "Internal error", 500, "The server's log tells more."));
  }

  /**
   * The body couldn't be read or the answer not be written; nobody reads this one either. What
   * reads a body hides the reason in others.
   */
  private static boolean hasLostItsClient(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(Failures::isALostClient);
  }

  private static boolean isALostClient(Throwable cause) {
    return cause instanceof ClosedChannelException
        || cause instanceof HttpClosedException
        || cause instanceof IOException
            && List.of("Broken pipe", "Connection reset by peer", "Connection reset")
                .contains(String.valueOf(cause.getMessage()));
  }

  private static ProblemException problem(RunLogFailure failure) {
    if (failure instanceof RunLogFailure.NotFound) {
      return ProblemException.noSuchRun();
    }
    if (failure instanceof RunLogFailure.Ended) {
      return ProblemException.hasEnded();
    }
    LOG.debugf("The run log failed: %s", failure.getMessage()); // it has said so itself, once
    return ProblemException.unavailable("The run log can't be used at the moment.", SHORTLY);
  }

  private static ProblemException problem(WebApplicationException failure) {
    var status = failure.getResponse().getStatusInfo();
    if (status.getStatusCode() == 404) {
      return ProblemException.nothingThere();
    }
    String type = status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
    return new ProblemException(
        Problem.of(
            type, status.getReasonPhrase(), status.getStatusCode(), right(status.getStatusCode())));
  }

  private static String right(int status) {
    return switch (status) {
      case 405 -> "This path doesn't know this method; /q/openapi lists what there is.";
      case 406 ->
          "application/json and text/event-stream can be had, of a batch application/x-ndjson.";
      case 415 -> "The body should be application/json, that of a batch application/x-ndjson.";
      default -> null;
    };
  }
}
