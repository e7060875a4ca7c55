package dev.hone.api;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.HashMap;
import java.util.Map;

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
}
