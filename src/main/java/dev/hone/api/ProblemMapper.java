package dev.hone.api;

import dev.hone.refinement.Json;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.HashMap;
import java.util.Map;

/** Every failure of a resource as {@code application/problem+json}. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

  static final String MEDIA_TYPE = "application/problem+json";

  @Override
  public Response toResponse(Throwable failure) {
    ProblemException problem = Failures.problem(failure);
    var response =
        Response.status(problem.problem().status()).type(MEDIA_TYPE).entity(json(problem));
    headers(problem).forEach(response::header);
    return response.build();
  }

  /** Beside the body's type. */
  static Map<String, String> headers(ProblemException problem) {
    Map<String, String> headers = new HashMap<>();
    if (problem.retryAfter() != null) {
      headers.put("Retry-After", Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
    }
    if (problem.challenge() != null) {
      headers.put("WWW-Authenticate", problem.challenge());
    }
    return headers;
  }

  private static String json(ProblemException problem) {
    return Json.text(problem.problem());
  }
}
