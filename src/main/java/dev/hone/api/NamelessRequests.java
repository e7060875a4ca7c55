package dev.hone.api;

import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses requests of HTTP/1.1 whose {@code Host} is missing or no name. Vert.x fails them before
 * any filter sees them, and Quarkus would answer with an error of its own and log each.
 */
@ApplicationScoped
public class NamelessRequests {

  private final ErrorForms forms;

  NamelessRequests(ErrorForms forms) {
    this.forms = forms;
  }

  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::check);
  }

  private void check(RoutingContext request) {
    if (request.failure() instanceof VertxException && request.request().authority() == null) {
      SecurityHeaders.put(request);
      Refusal.answer(
          request,
          forms,
          ProblemException.badRequest("Host", "the server's name or address, and its port if any"));
    } else {
      request.next();
    }
  }
}
