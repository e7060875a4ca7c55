package dev.hone.api.connection;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Tells each connection's {@link Guard} when a request is under way. */
@ApplicationScoped
public class RequestWatch {

  private static final int BEFORE_ALL_ELSE = 3000;

  void register(@Observes Filters filters) {
    filters.register(this::watch, BEFORE_ALL_ELSE);
  }

  private void watch(RoutingContext request) {
    Guard.of(request.request())
        .ifPresent(
            guard -> {
              guard.began();
              // Called where the client goes, too; of a WebSocket's request never, as it stays one.
              request.addEndHandler(ended -> guard.ended());
            });
    request.next();
  }
}
