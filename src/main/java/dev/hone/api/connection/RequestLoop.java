package dev.hone.api.connection;

import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;

/**
 * Where a request's connection lives. Whoever writes an answer piece by piece does so there: a
 * response can be written to from any thread, but what it says of its queue is true on this one
 * alone.
 */
public final class RequestLoop {

  private RequestLoop() {}

  /** The context of a request, wherever this is called: its event loop is its connection's. */
  public static ContextInternal of(RoutingContext request) {
    return (ContextInternal) ((HttpServerRequestInternal) request.request()).context();
  }
}
