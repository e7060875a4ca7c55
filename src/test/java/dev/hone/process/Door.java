package dev.hone.process;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.function.UnaryOperator;

/** Where a server is asked for a run. */
enum Door {
  REST,
  EVENTS,
  SOCKET,
  CHAT,
  CHAT_STREAM,
  BATCH;

  /** Asks, and waits for the end of the answer; of a socket, for the first word. */
  Reply ask(Someone who, Ask ask) {
    return ask(who, ask, "", UnaryOperator.identity());
  }

  /**
   * @param query what the address ends with: nothing, or one parameter
   */
  Reply ask(Someone who, Ask ask, String query) {
    return ask(who, ask, query, UnaryOperator.identity());
  }

  /**
   * @param change of the text that is sent
   */
  Reply ask(Someone who, Ask ask, UnaryOperator<String> change) {
    return ask(who, ask, "", change);
  }

  private Reply ask(Someone who, Ask ask, String query, UnaryOperator<String> change) {
    String path = path(ask);
    String whole = query.isEmpty() ? path : path + (path.contains("?") ? "&" : "?") + query;
    String body = change.apply(body(ask));
    if (this == SOCKET) {
      try (Socket socket = Socket.open(who, whole, "hone.v1")) {
        return Reply.of(socket.status() == 101 ? socket.send(body) : socket);
      }
    }
    var answer =
        Someone.send(
            who.request(whole)
                .header("Content-Type", mediaType())
                .header("Accept", accepts())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    return this == BATCH ? Reply.ofLines(answer) : Reply.of(answer);
  }

  /** Asks, and follows what comes; not of a socket. */
  Lines follow(Someone who, Ask ask) {
    return Lines.of(
        who.request(path(ask))
            .header("Content-Type", mediaType())
            .header("Accept", accepts())
            .POST(HttpRequest.BodyPublishers.ofString(body(ask)))
            .build());
  }

  String path(Ask ask) {
    return switch (this) {
      case REST, EVENTS -> Someone.RUNS;
      case SOCKET -> Someone.RUNS + "/ws";
      case CHAT, CHAT_STREAM -> "/v1/chat/completions";
      case BATCH -> Someone.RUNS + "/batch?" + ask.query();
    };
  }

  String body(Ask ask) {
    return switch (this) {
      case REST, EVENTS -> ask.json().put("messages", ask.talk()).encode();
      case SOCKET ->
          ask.json().put("messages", ask.talk()).put("type", "start").put("ref", 1).encode();
      case CHAT -> chat(ask).encode();
      case CHAT_STREAM -> chat(ask).put("stream", true).encode();
      case BATCH -> new JsonObject().put("unique_id", "q1").put("input", ask.talk()).encode();
    };
  }

  /** How a setting's field is called here. */
  String field(String setting) {
    return switch (this) {
      case CHAT, CHAT_STREAM ->
          setting.startsWith("generation.")
              ? setting.substring("generation.".length())
              : setting.equals("messages") ? setting : "hone." + setting;
      case BATCH -> setting.equals("messages") ? "input" : setting;
      default -> setting;
    };
  }

  /**
   * The head of a request as it goes over the wire, without the end of its last line.
   *
   * @param host what it calls the server
   */
  String head(Someone who, Ask ask, String host) {
    String key = who.key() == null ? "" : "\nAuthorization: Bearer " + who.key();
    String more =
        this == SOCKET
            ? "\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13"
                + "\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
            : "\nContent-Type: %s\nAccept: %s".formatted(mediaType(), accepts());
    String method = this == SOCKET ? "GET" : "POST";
    return "%s %s HTTP/1.1\nHost: %s".formatted(method, path(ask), host) + key + more;
  }

  private String mediaType() {
    return this == BATCH ? "application/x-ndjson" : "application/json";
  }

  private String accepts() {
    return this == EVENTS ? "text/event-stream" : "*/*";
  }

  private static JsonObject chat(Ask ask) {
    JsonObject hone = ask.json();
    JsonObject chat = new JsonObject().put("messages", ask.talk());
    if (hone.remove("generation") instanceof JsonObject generation) {
      chat.mergeIn(generation);
    }
    Object model = hone.remove("model");
    return chat.put("model", model == null ? "default" : model).put("hone", hone);
  }
}
