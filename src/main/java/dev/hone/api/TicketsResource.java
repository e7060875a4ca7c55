package dev.hone.api;

import dev.hone.api.auth.Admitted;
import dev.hone.api.auth.Tickets;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * Tickets for those who can't show a key: browsers' streams and sockets, and people to share with.
 */
@Path("/v1/refinements")
public class TicketsResource {

  private final Tickets tickets;
  private final Caller caller;

  TicketsResource(Tickets tickets, Caller caller) {
    this.tickets = tickets;
    this.caller = caller;
  }

  /** To read one run. */
  @POST
  @Path("/{id}/tickets")
  public Uni<Response> forRun(@PathParam("id") String id) {
    return caller.own(id).map(head -> created(tickets.forRun(id)));
  }

  /** To connect a WebSocket. */
  @POST
  @Path("/ws/tickets")
  public Response forSocket() {
    return created(tickets.forSocket(Admitted.owner()));
  }

  private static Response created(Tickets.Ticket ticket) {
    return Replies.builder(Response.Status.CREATED, ticket)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
