package dev.hone.api;

import dev.hone.api.connection.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses what asks for a WebSocket without a key of its handshake. Quarkus would too, and write
 * the request's headers into the log, what its client has shown among them.
 */
@ApplicationScoped
public class HalfUpgrades {

  private static final String KEY = "Sec-WebSocket-Key";

  private final ErrorForms forms;

  HalfUpgrades(ErrorForms forms) {
    this.forms = forms;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.UPGRADES);
  }

  private void check(RoutingContext request) {
    HttpServerRequest asked = request.request();
    if (asked.version() != HttpVersion.HTTP_2
        && "websocket".equalsIgnoreCase(asked.getHeader(HttpHeaders.UPGRADE))
        && asked.getHeader(KEY) == null) {
      Refusal.answer(
          request, forms, ProblemException.badRequest(KEY, "the key of a WebSocket's handshake"));
    } else {
      request.next();
    }
  }
}
