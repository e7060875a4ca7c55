package dev.hone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;

/**
 * A client's message on the WebSocket. {@code ref} is the client's own mark, given back as it came;
 * absent where it gave none.
 */
sealed interface SocketMessage {

  JsonNode ref();

  record Start(JsonNode ref, StartRequest request) implements SocketMessage {}

  record Watch(JsonNode ref, String run, LastEvent after) implements SocketMessage {}

  record Unwatch(JsonNode ref, String run) implements SocketMessage {}

  record Steer(JsonNode ref, String run, SteeringRequest said) implements SocketMessage {}

  /** {@code candidate}: {@code null} for the best so far. */
  record Accept(JsonNode ref, String run, Integer candidate) implements SocketMessage {}

  record Cancel(JsonNode ref, String run) implements SocketMessage {}

  /** A message that can't be used, and why. */
  record Bad(JsonNode ref, ProblemException problem) implements SocketMessage {}

  private static JsonNode without(ObjectNode node, String field) {
    JsonNode value = node.remove(field);
    return value == null || value.isNull() ? null : value;
  }

  /** Never fails: what is no message is a {@link Bad} one. */
  static SocketMessage read(byte[] json) {
    JsonNode ref = null;
    try {
      ObjectNode node = JsonBody.read(json, ObjectNode.class);
      ref = without(node, "ref");
      return read(ref, node);
    } catch (ProblemException e) {
      return new Bad(ref == null ? ReadableRef.of(json) : ref, e);
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
        yield new Watch(ref, named(target.run()), LastEvent.of(target.after()));
      }
      case "unwatch" -> new Unwatch(ref, named(JsonBody.read(bytes(node), Which.class).run()));
      case "steer" -> {
        Steering steering = JsonBody.read(bytes(node), Steering.class);
        yield new Steer(ref, named(steering.run()), steering.said());
      }
      case "accept" -> {
        Accepting accepting = JsonBody.read(bytes(node), Accepting.class);
        yield new Accept(ref, named(accepting.run()), accepting.candidate());
      }
      case "cancel" -> new Cancel(ref, named(JsonBody.read(bytes(node), Which.class).run()));
      default ->
          throw ProblemException.badRequest(
              "type", "one of: start, watch, unwatch, steer, accept, cancel");
    };
  }

  /** Which run, and where in it. */
  record Target(String run, Long after) {}

  /** Which run. */
  record Which(String run) {}

  /** Which run, and what to change. */
  record Steering(String run, String text, Fact.SteeringWhen when) {
    SteeringRequest said() {
      return new SteeringRequest(text, when).checked();
    }
  }

  /** Which run, and which candidate. */
  record Accepting(String run, Integer candidate) {}

  private static String named(String run) {
    if (run == null) {
      throw ProblemException.badRequest("run", "a run's id");
    }
    return run;
  }

  private static byte[] bytes(ObjectNode node) {
    return Json.bytes(node);
  }
}
