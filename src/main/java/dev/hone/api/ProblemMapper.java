package dev.hone.api;

import dev.hone.refinement.Json;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;

/** Every failure of a resource as {@code application/problem+json}. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

  static final String MEDIA_TYPE = "application/problem+json";

  @Override
  public Response toResponse(Throwable failure) {
    ProblemException problem = Failures.problem(failure);
    var response =
        Response.status(problem.problem().status()).type(MEDIA_TYPE).entity(json(problem));
    if (problem.retryAfter() != null) {
      response.header("Retry-After", seconds(problem.retryAfter()));
    }
    return response.build();
  }

  /** As {@code Retry-After} has it: whole seconds, at least 1. */
  static String seconds(Duration retryAfter) {
    return Long.toString(Math.max(1, retryAfter.toSeconds()));
  }

  private static String json(ProblemException problem) {
    return Json.text(problem.problem());
  }
}
