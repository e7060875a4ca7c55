package dev.hone.api.connection;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Tells each connection's {@link Guard} when a request is under way. */
@ApplicationScoped
public class RequestWatch {

  void register(@Observes Filters filters) {
    filters.register(this::watch, FilterOrder.WATCH);
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
