package dev.hone.api;

import dev.hone.refinement.Json;
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

  static void answer(RoutingContext request, Throwable failure) {
    ProblemException problem = Failures.problem(failure);
    HttpServerResponse response = request.response().setStatusCode(problem.problem().status());
    ProblemMapper.headers(problem).forEach(response::putHeader);
    drop(request.request());
    // The one place that knows the shape of such an answer, should a path want another one.
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, ProblemMapper.MEDIA_TYPE)
        .end(Json.text(problem.problem()));
  }

  private static void drop(HttpServerRequest request) {
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
