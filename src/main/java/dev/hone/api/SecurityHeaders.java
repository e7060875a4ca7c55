package dev.hone.api;

import dev.hone.api.connection.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * What browsers may do with any answer: take it for what its type says, show it in no frame, tell
 * nobody from where a link was followed, and give it to no other site that has no leave to read it.
 * An answer of the API loads and runs nothing at all.
 */
@ApplicationScoped
public class SecurityHeaders {

  void register(@Observes Filters filters) {
    filters.register(
        request -> {
          put(request);
          request.next();
        },
        FilterOrder.SECURITY_HEADERS);
  }

  /** Of a request that no filter sees, too. */
  static void put(RoutingContext request) {
    HttpServerResponse response =
        request
            .response()
            .putHeader("X-Content-Type-Options", "nosniff")
            .putHeader("X-Frame-Options", "DENY")
            .putHeader("Referrer-Policy", "no-referrer")
            .putHeader("Cross-Origin-Opener-Policy", "same-origin")
            .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (request.normalizedPath().startsWith("/v1/")) {
      response.putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
  }
}
