package dev.hone.api;

import dev.hone.refinement.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** JSON answers, written by the one mapper that also writes events. */
public final class Replies {

  private Replies() {}

  public static Response ok(Object body) {
    return json(Response.Status.OK, body);
  }

  static Response json(Response.StatusType status, Object body) {
    return builder(status, body).build();
  }

  static Response.ResponseBuilder builder(Response.StatusType status, Object body) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(Json.bytes(body));
  }
}
