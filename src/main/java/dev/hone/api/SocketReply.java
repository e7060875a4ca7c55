package dev.hone.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Json;
import dev.hone.refinement.Problem;
import java.io.UncheckedIOException;

/** What the WebSocket says beside events. */
sealed interface SocketReply {

  record Ack(String type, JsonNode ref, String run) implements SocketReply {}

  record Refused(String type, JsonNode ref, Problem problem) implements SocketReply {}

  static SocketReply ack(JsonNode ref, String run) {
    return new Ack("ack", ref, run);
  }

  static SocketReply error(JsonNode ref, Throwable failure) {
    return new Refused("error", ref, Failures.problem(failure).problem());
  }

  default String json() {
    try {
      return Json.MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
