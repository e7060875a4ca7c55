package dev.hone.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Answers a request that is refused before any resource sees it. */
final class Refusal {

  /** A body that is read and dropped, so that the connection can be used again. */
  private static final long MOST_DROPPED = 1 << 20;

  private Refusal() {}

  static void answer(RoutingContext request, ErrorForms forms, Throwable failure) {
    ProblemException problem = Failures.problem(failure);
    ErrorForm form = forms.of(request.normalizedPath());
    HttpServerResponse response = request.response().setStatusCode(problem.problem().status());
    form.headers(problem.problem()).forEach(response::putHeader);
    ProblemMapper.headers(problem).forEach(response::putHeader);
    drop(request.request());
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, form.mediaType())
        .end(form.body(problem.problem()));
  }

  /** Reads what still comes of a request that is answered, and ends it where that is much. */
  static void drop(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    long[] dropped = {0};
    request.handler(
        chunk -> {
          dropped[0] += chunk.length();
          if (dropped[0] > MOST_DROPPED) {
            cut(request);
          }
        });
    request.resume();
  }

  private static void cut(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(); // this stream alone
    } else {
      request.connection().close();
    }
  }
}
