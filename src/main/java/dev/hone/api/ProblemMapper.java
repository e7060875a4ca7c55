package dev.hone.api;

import dev.hone.refinement.Json;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Every failure of a resource as {@code application/problem+json}. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

  static final String MEDIA_TYPE = "application/problem+json";

  private final AllowedMethods methods;

  @Context UriInfo request;

  ProblemMapper(AllowedMethods methods) {
    this.methods = methods;
  }

  @Override
  public Response toResponse(Throwable failure) {
    ProblemException problem = Failures.problem(failure);
    int status = problem.problem().status();
    var response = Response.status(status).type(MEDIA_TYPE).entity(json(problem));
    if (problem.retryAfter() != null) {
      response.header("Retry-After", Math.max(1, problem.retryAfter().toSeconds()));
    }
    if (status == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
      response.header("Allow", methods.of(request.getRequestUri().getPath()));
    }
    return response.build();
  }

  private static String json(ProblemException problem) {
    return Json.text(problem.problem());
  }
}
