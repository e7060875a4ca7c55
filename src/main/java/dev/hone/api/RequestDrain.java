package dev.hone.api;

import dev.hone.api.connection.FilterOrder;
import dev.hone.run.Clients;
import dev.hone.run.Drain;
import dev.hone.run.Stopping;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests of a server that is to stop: each POST is refused, and each connection ends with its
 * answer, so that the client's next request can go elsewhere.
 */
@ApplicationScoped
public class RequestDrain implements Clients {

  private final Drain drain;
  private final ErrorForms forms;
  private final Set<HttpServerRequest> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> none = new CompletableFuture<>();

  RequestDrain(Drain drain, ErrorForms forms) {
    this.drain = drain;
    this.forms = forms;
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, FilterOrder.DRAIN);
  }

  /** Streams end with what they watch. */
  @Override
  public void release() {}

  @Override
  public CompletionStage<Void> dismiss() {
    checkNone();
    return none;
  }

  @Override
  public void cut() {
    open.forEach(request -> request.connection().close());
  }

  private void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!isUpgrade(request)) {
      open.add(request);
      context.addEndHandler(ended -> ended(request)); // called where the client goes, too
    }
    Optional<Stopping> refusal = drain.refusal();
    if (refusal.isPresent() && request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (refusal.isPresent() && request.method() == HttpMethod.POST) {
      Refusal.answer(context, forms, refusal.get());
    } else {
      context.next();
    }
  }

  /** The connection of a stream that began before has no header that says that it ends. */
  private void ended(HttpServerRequest request) {
    open.remove(request);
    if (drain.phase() != Drain.Phase.OPEN && request.version() != HttpVersion.HTTP_2) {
      request.connection().close();
    }
    checkNone();
  }

  private void checkNone() {
    if (drain.phase() == Drain.Phase.OVER && open.isEmpty()) {
      none.complete(null);
    }
  }

  /** Of a WebSocket's request nobody tells that it has ended. */
  private static boolean isUpgrade(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.UPGRADE);
  }
}
