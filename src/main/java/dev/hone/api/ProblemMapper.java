package dev.hone.api;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Every failure of a resource as a problem, or as the clients of its path know errors. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

  private final ErrorForms forms;

  @Context UriInfo uri;

  ProblemMapper(ErrorForms forms) {
    this.forms = forms;
  }

  @Override
  public Response toResponse(Throwable failure) {
    ProblemException problem = Failures.problem(failure);
    ErrorForm form = forms.of(uri.getPath());
    var response =
        Response.status(problem.problem().status())
            .type(form.mediaType())
            .entity(form.body(problem.problem()));
    form.headers(problem.problem()).forEach(response::header);
    if (problem.retryAfter() != null) {
      response.header("Retry-After", Math.max(1, problem.retryAfter().toSeconds()));
    }
    return response.build();
  }
}
