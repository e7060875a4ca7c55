package dev.hone.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A WebSocket that keeps all that it gets; or the status that it was refused with. */
final class Socket implements WebSocket.Listener, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private volatile int closed = -1;
  private WebSocket socket;
  private HttpResponse<?> refusal;

  static Socket open(Someone who, String path, String... subprotocols) {
    Socket opened = new Socket();
    WebSocket.Builder builder = Someone.HTTP.newWebSocketBuilder();
    if (who.key() != null) {
      builder.header("Authorization", "Bearer " + who.key());
    }
    if (subprotocols.length > 0) {
      builder.subprotocols(
          subprotocols[0], Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
    }
    URI uri = URI.create(who.uri(path).toString().replace("http:", "ws:"));
    try {
      opened.socket = builder.buildAsync(uri, opened).join();
    } catch (CompletionException e) {
      opened.refusal = ((WebSocketHandshakeException) e.getCause()).getResponse();
    }
    return opened;
  }

  /** 101 if it is open. */
  int status() {
    return refusal == null ? 101 : refusal.statusCode();
  }

  /** Of the refusal. */
  HttpHeaders headers() {
    return refusal.headers();
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  Socket send(String json) {
    socket.sendText(json, true).join();
    return this;
  }

  JsonNode await(String type) {
    Awaitility.await().atMost(PATIENCE).until(() -> has(type));
    return messages.stream().filter(message -> is(message, type)).findFirst().orElseThrow();
  }

  /** The first {@code ack} or {@code error}; empty if it was closed instead. */
  Optional<JsonNode> answer() {
    Awaitility.await().atMost(PATIENCE).until(() -> closed >= 0 || has("ack") || has("error"));
    return messages.stream()
        .filter(message -> is(message, "ack") || is(message, "error"))
        .findFirst();
  }

  /** An {@code error} whose problem has this status. */
  JsonNode awaitProblem(int status) {
    Predicate<JsonNode> wanted = message -> message.at("/problem/status").asInt() == status;
    Awaitility.await().atMost(PATIENCE).until(() -> messages.stream().anyMatch(wanted));
    return messages.stream().filter(wanted).findFirst().orElseThrow();
  }

  int awaitClose() {
    Awaitility.await().atMost(PATIENCE).until(() -> closed >= 0);
    return closed;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    partial.append(text);
    if (last) {
      messages.add(Someone.json(partial.toString()));
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed = code;
    return null;
  }

  private boolean has(String type) {
    return messages.stream().anyMatch(message -> is(message, type));
  }

  private static boolean is(JsonNode message, String type) {
    return message.path("type").asText().equals(type);
  }
}
