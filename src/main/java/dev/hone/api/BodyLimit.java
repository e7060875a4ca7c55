package dev.hone.api;

import dev.hone.api.connection.FilterOrder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses a request that says that it is too large before any of it is read, by a problem where
 * Quarkus' own limit answers with nothing. A body without a length is a {@link CountedBody}.
 */
@ApplicationScoped
public class BodyLimit {

  private final ErrorForms forms;
  private final long limit;

  BodyLimit(
      ErrorForms forms,
      ApiConfig config,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize quarkus) {
    this.forms = forms;
    this.limit = config.limits().body().asLongValue();
    if (limit >= quarkus.asLongValue()) {
      throw new ConfigurationException(
          "hone.limits.body wants less than quarkus.http.limits.max-body-size, which is %d bytes"
              .formatted(quarkus.asLongValue()));
    }
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.BODY_LIMIT);
  }

  boolean isOver(long bytes) {
    return bytes > limit;
  }

  private void check(RoutingContext request) {
    if (request.normalizedPath().equals(BatchResource.PATH)) {
      passBatch(request);
      return;
    }
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null || length.length() <= 18 && !isOver(Long.parseLong(length))) {
      request.next();
      return;
    }
    if (request.request().version() != HttpVersion.HTTP_2) { // which has no such header
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    ErrorForm form = forms.of(request.normalizedPath());
    request
        .response()
        .setStatusCode(413)
        .putHeader(HttpHeaders.CONTENT_TYPE, form.mediaType())
        .end(form.body(ProblemException.tooLarge().problem()));
  }

  /**
   * A batch is read as a stream, so it may be of any size; Quarkus has one limit for all requests
   * and finds the size in this header alone. Where the body ends was decided before.
   */
  private static void passBatch(RoutingContext request) {
    request.request().headers().remove(HttpHeaders.CONTENT_LENGTH);
    request.next();
  }
}
