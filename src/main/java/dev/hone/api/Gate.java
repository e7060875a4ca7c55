package dev.hone.api;

import dev.hone.api.auth.Admitted;
import dev.hone.api.auth.Authentication;
import dev.hone.api.auth.Credentials;
import dev.hone.api.auth.Identity;
import dev.hone.api.auth.Tickets;
import dev.hone.api.connection.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The door to everything below {@code /v1}, whatever is behind it: REST, streams and the
 * WebSocket's upgrade. Who is let in is remembered with the request ({@link Admitted}); all others,
 * those who ask too often too, are answered here.
 */
@ApplicationScoped
public class Gate {

  private final Authentication authentication;
  private final Tickets tickets;
  private final RequestQuota quota;
  private final ErrorForms forms;

  Gate(Authentication authentication, Tickets tickets, RequestQuota quota, ErrorForms forms) {
    this.authentication = authentication;
    this.tickets = tickets;
    this.quota = quota;
    this.forms = forms;
  }

  void register(@Observes Filters filters) {
    filters.register(this::admit, FilterOrder.GATE);
  }

  private void admit(RoutingContext request) {
    String path = request.normalizedPath();
    if (!path.equals("/v1") && !path.startsWith("/v1/")) {
      request.next();
      return;
    }
    Uni.createFrom()
        .deferred(() -> identity(Credentials.of(request.request(), path)))
        .call(identity -> quota.admit(request, identity))
        .subscribe()
        .with(
            identity -> {
              Admitted.remember(request, identity);
              request.next();
            },
            failure -> Refusal.answer(request, forms, failure));
  }

  private Uni<Identity> identity(Credentials shown) {
    if (shown instanceof Credentials.RunTicket run) {
      return Uni.createFrom().item(tickets.holder(run.ticket(), run.run()));
    }
    if (shown instanceof Credentials.SocketTicket socket) {
      return Uni.createFrom().item(tickets.socketOwner(socket.ticket()));
    }
    return authentication.authenticate(((Credentials.Token) shown).token());
  }
}
