package dev.hone.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Json;
import dev.hone.refinement.Problem;

/** What the WebSocket says beside events. */
sealed interface SocketReply {

  record Ack(String type, JsonNode ref, String run) implements SocketReply {}

  record Refused(String type, JsonNode ref, String run, Problem problem) implements SocketReply {}

  static SocketReply ack(JsonNode ref, String run) {
    return new Ack("ack", ref, run);
  }

  /**
   * @param ref the message's that can't be done; {@code null} if it had none
   * @param run which run can't be followed any more; {@code null} where a message is answered
   */
  static SocketReply error(JsonNode ref, String run, Throwable failure) {
    return new Refused("error", ref, run, Failures.problem(failure).problem());
  }

  default String json() {
    return Json.text(this);
  }
}
