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
  private final AllowedMethods methods;

  @Context UriInfo uri;

  ProblemMapper(ErrorForms forms, AllowedMethods methods) {
    this.forms = forms;
    this.methods = methods;
  }

  @Override
  public Response toResponse(Throwable failure) {
    ProblemException problem = Failures.problem(failure);
    ErrorForm form = forms.of(uri.getPath());
    int status = problem.problem().status();
    var response =
        Response.status(status).type(form.mediaType()).entity(form.body(problem.problem()));
    form.headers(problem.problem()).forEach(response::header);
    headers(problem).forEach(response::header);
    if (status == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
      response.header("Allow", methods.of(uri.getRequestUri().getPath()));
    }
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
