package dev.hone.api;

import dev.hone.api.connection.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses a compressed body, which would be read as the broken JSON that it isn't. A limit on what
 * is sent says nothing of what it would become.
 */
@ApplicationScoped
class EncodedBodies {

  private final ErrorForms forms;

  EncodedBodies(ErrorForms forms) {
    this.forms = forms;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.ENCODED_BODIES);
  }

  private void check(RoutingContext request) {
    String encoding = request.request().getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.isBlank() || encoding.trim().equalsIgnoreCase("identity")) {
      request.next();
    } else {
      request.response().putHeader(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
      Refusal.answer(request, forms, ProblemException.encoded());
    }
  }
}
