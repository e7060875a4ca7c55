package dev.hone.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Answers OPTIONS with the methods of the path that is asked for; quarkus-rest would name those of
 * all paths of its class.
 */
@ApplicationScoped
public class Options {

  /** Preflights of other sites' pages are answered before. */
  private static final int ONCE_ADMITTED = 130;

  /**
   * What requests are counted by; without it a path that somebody makes up is a figure of its own.
   */
  private static final String COUNTED_BY = "UrlPathTemplate";

  private final AllowedMethods methods;

  Options(AllowedMethods methods) {
    this.methods = methods;
  }

  void register(@Observes Filters filters) {
    filters.register(this::answer, ONCE_ADMITTED);
  }

  private void answer(RoutingContext request) {
    String path = request.normalizedPath();
    boolean asked = request.request().method() == HttpMethod.OPTIONS;
    Optional<String> template = asked ? methods.template(path) : Optional.empty();
    if (template.isEmpty()) {
      request.next();
      return;
    }
    ((HttpServerRequestInternal) request.request()).context().putLocal(COUNTED_BY, template.get());
    Refusal.drop(request.request());
    request.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, methods.of(path)).end();
  }
}
