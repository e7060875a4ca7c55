package dev.hone.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.refinement.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A client's message on the WebSocket. {@code ref} is the client's own mark, given back as it came;
 * absent where it gave none.
 */
sealed interface SocketMessage {

  JsonNode ref();

  record Start(JsonNode ref, StartRequest request) implements SocketMessage {}

  record Watch(JsonNode ref, String run, long after) implements SocketMessage {}

  record Unwatch(JsonNode ref, String run) implements SocketMessage {}

  record Cancel(JsonNode ref, String run) implements SocketMessage {}

  /** A message that can't be used, and why. */
  record Bad(JsonNode ref, ProblemException problem) implements SocketMessage {}

  private static JsonNode without(ObjectNode node, String field) {
    JsonNode value = node.remove(field);
    return value == null || value.isNull() ? null : value;
  }

  /** Never fails: what is no message is a {@link Bad} one. */
  static SocketMessage read(String text) {
    JsonNode ref = null;
    try {
      ObjectNode node = JsonBody.read(text.getBytes(StandardCharsets.UTF_8), ObjectNode.class);
      ref = without(node, "ref");
      return read(ref, node);
    } catch (ProblemException e) {
      return new Bad(ref, e);
    }
  }

  private static SocketMessage read(JsonNode ref, ObjectNode node) {
    if (ref != null && ref.isContainerNode()) {
      throw ProblemException.badRequest("ref", "a string or a number");
    }
    JsonNode type = without(node, "type");
    return switch (type == null ? "" : type.asText()) {
      case "start" -> new Start(ref, JsonBody.read(bytes(node), StartRequest.class));
      case "watch" -> {
        Target target = JsonBody.read(bytes(node), Target.class);
        yield new Watch(ref, target.named(), after(target));
      }
      case "unwatch" -> new Unwatch(ref, JsonBody.read(bytes(node), Subject.class).named());
      case "cancel" -> new Cancel(ref, JsonBody.read(bytes(node), Subject.class).named());
      default -> throw ProblemException.badRequest("type", "one of: start, watch, unwatch, cancel");
    };
  }

  /** Which run, and where in it. */
  record Target(String run, Long after) {
    String named() {
      return new Subject(run).named();
    }
  }

  /** Which run. */
  record Subject(String run) {
    String named() {
      if (run == null) {
        throw ProblemException.badRequest("run", "a run's id");
      }
      return run;
    }
  }

  private static long after(Target target) {
    if (target.after() != null && target.after() < 0) {
      throw ProblemException.badRequest("after", "the seq of an event, a number from 0");
    }
    return target.after() == null ? 0 : target.after();
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return Json.MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new java.io.UncheckedIOException((IOException) e);
    }
  }
}
