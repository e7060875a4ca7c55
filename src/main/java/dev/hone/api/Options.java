package dev.hone.api;

import dev.hone.api.connection.FilterOrder;
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
 * all paths of its class, and for what is only below one, too.
 */
@ApplicationScoped
public class Options {

  /**
   * What requests are counted by; without it a path that somebody makes up is a figure of its own.
   */
  private static final String COUNTED_BY = "UrlPathTemplate";

  private final AllowedMethods methods;
  private final ErrorForms forms;

  Options(AllowedMethods methods, ErrorForms forms) {
    this.methods = methods;
    this.forms = forms;
  }

  void register(@Observes Filters filters) {
    filters.register(this::answer, FilterOrder.OPTIONS);
  }

  private void answer(RoutingContext request) {
    if (request.request().method() != HttpMethod.OPTIONS
        || !request.normalizedPath().startsWith("/v1/")) {
      request.next();
      return;
    }
    String path = request.normalizedPath().replaceFirst("/$", "");
    Optional<String> template = methods.template(path);
    if (template.isEmpty()) {
      Refusal.answer(request, forms, ProblemException.nothingThere());
      return;
    }
    ((HttpServerRequestInternal) request.request()).context().putLocal(COUNTED_BY, template.get());
    Refusal.drop(request.request());
    request.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, methods.of(path)).end();
  }
}
