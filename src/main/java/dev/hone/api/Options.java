package dev.hone.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Answers OPTIONS with the methods of the path that is asked for; quarkus-rest would name those of
 * all paths of its class.
 */
@ApplicationScoped
public class Options {

  /** Preflights of other sites' pages are answered before. */
  private static final int ONCE_ADMITTED = 130;

  private final AllowedMethods methods;

  Options(AllowedMethods methods) {
    this.methods = methods;
  }

  void register(@Observes Filters filters) {
    filters.register(this::answer, ONCE_ADMITTED);
  }

  private void answer(RoutingContext request) {
    boolean asked = request.request().method() == HttpMethod.OPTIONS;
    String allowed = asked ? methods.of(request.normalizedPath()) : "";
    if (allowed.isEmpty()) {
      request.next();
      return;
    }
    Refusal.drop(request.request());
    request.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, allowed).end();
  }
}
