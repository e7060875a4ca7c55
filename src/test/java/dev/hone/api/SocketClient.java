package dev.hone.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A WebSocket client that keeps all that it gets. */
final class SocketClient implements AutoCloseable, WebSocket.Listener {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StringBuilder partial = new StringBuilder();
  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private final AtomicInteger pongs = new AtomicInteger();
  private volatile int closeCode = -1;
  private WebSocket socket;

  static SocketClient open(URI server, String... subprotocols) {
    SocketClient client = new SocketClient();
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (subprotocols.length > 0) {
      builder.subprotocols(
          subprotocols[0], java.util.Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
    }
    URI uri = URI.create("ws://" + server.getAuthority() + "/v1/refinements/ws");
    client.socket = builder.buildAsync(uri, client).join();
    return client;
  }

  /** With a key. */
  static SocketClient openAs(String key, URI server) {
    SocketClient client = new SocketClient();
    client.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + key)
            .buildAsync(URI.create("ws://" + server.getAuthority() + "/v1/refinements/ws"), client)
            .join();
    return client;
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  SocketClient send(String json) {
    try {
      socket.sendText(json, true).get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  SocketClient ping() {
    try {
      socket.sendPing(ByteBuffer.allocate(1)).get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** How many pings were answered. */
  int pongs() {
    return pongs.get();
  }

  List<JsonNode> messages() {
    return messages;
  }

  /** Events of one run. */
  List<JsonNode> events(String run) {
    return messages.stream()
        .filter(message -> message.has("seq") && message.path("run").asText().equals(run))
        .toList();
  }

  JsonNode await(String type) {
    return await(message -> message.path("type").asText().equals(type));
  }

  JsonNode await(Predicate<JsonNode> wanted) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .until(() -> messages.stream().anyMatch(wanted));
    return messages.stream().filter(wanted).findFirst().orElseThrow();
  }

  int awaitClose() {
    Awaitility.await().atMost(PATIENCE).until(() -> closeCode >= 0);
    return closeCode;
  }

  /** Goes without a word, as a closed laptop does. */
  void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    socket.abort();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      try {
        messages.add(JSON.readTree(partial.toString()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer said) {
    pongs.incrementAndGet();
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closeCode = statusCode;
    return null;
  }
}
