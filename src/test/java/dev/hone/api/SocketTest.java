package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ModelServer.class)
class SocketTest {

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void startsARunAndFollowsIt() {
    model.enqueue(
        ScriptedAnswer.tokens("a", "b").every(Duration.ofMillis(20)),
        ModelServer.verdict("fine", "none"));
    try (SocketClient socket = open("hone.v1")) {
      socket.send(Api.ask(", \"type\": \"start\", \"ref\": 17" + ", \"max_iterations\": 0"));

      JsonNode ack = socket.await("ack");
      socket.await("run.completed");

      assertEquals("hone.v1", socket.subprotocol());
      assertEquals(17, ack.path("ref").asInt());
      assertEquals(0, socket.messages().indexOf(ack));
      List<JsonNode> events = socket.events(ack.path("run").asText());
      assertEquals("run.created", events.get(0).path("type").asText());
      assertEquals(
          IntStream.rangeClosed(1, events.size()).boxed().toList(),
          events.stream().map(event -> event.path("seq").asInt()).toList());
    }
  }

  @Test
  void eventsAreTheSameObjectsAsOverSse() {
    model.enqueue(ScriptedAnswer.tokens("a", "b"), ModelServer.verdict("fine", "none"));
    String run = Api.finished(Api.ask(", \"max_iterations\": 0")).path("id");
    try (SocketClient socket = open();
        SseClient stream = SseClient.get(Api.events(run))) {
      socket.send("{\"type\": \"watch\", \"run\": \"" + run + "\"}");

      socket.await("run.completed");

      assertEquals(
          stream.awaitEnd().stream().map(SseClient.Received::data).toList(), socket.events(run));
    }
  }

  @Test
  void aReaderCutAfterAnyEventGetsTheRest() {
    model.enqueue(
        ScriptedAnswer.tokens("a", "b"),
        ModelServer.verdict("why", "1"),
        ScriptedAnswer.tokens("c"),
        ModelServer.verdict("well", "none"));
    String run = Api.finished(Api.ask(", \"max_iterations\": 1")).path("id");
    try (SocketClient socket = open()) {
      socket.send("{\"type\": \"watch\", \"run\": \"" + run + "\"}");
      socket.await("run.completed");
      List<JsonNode> all = socket.events(run);

      for (JsonNode cut : all) {
        try (SocketClient next = open()) {
          int seq = cut.path("seq").asInt();
          next.send("{\"type\": \"watch\", \"run\": \"" + run + "\", \"after\": " + seq + "}");
          List<JsonNode> rest = all.subList(all.indexOf(cut) + 1, all.size());
          next.await(rest.isEmpty() ? "error" : "run.completed");
          assertEquals(rest, next.events(run));
        }
      }
    }
  }

  @Test
  void oneSocketFollowsManyRuns() {
    model.otherwise(
        request ->
            ModelServer.isJudge(request)
                ? ModelServer.verdict("fine", "none")
                : ScriptedAnswer.tokens("a", "b", "c"));
    try (SocketClient socket = open()) {
      for (int i = 0; i < 10; i++) {
        socket.send(Api.ask(", \"type\": \"start\", \"max_iterations\": 0, \"ref\": " + i));
      }
      for (int i = 0; i < 10; i++) {
        int ref = i;
        String run =
            socket.await(message -> message.path("ref").asInt(-1) == ref).path("run").asText();
        socket.await(
            message ->
                message.path("run").asText().equals(run)
                    && message.path("type").asText().equals("run.completed"));
      }
    }
  }

  @Test
  void whatIsUnwatchedIsNotHeardOfAnyMore() {
    model.otherwise(request -> ScriptedAnswer.silent());
    try (SocketClient socket = open()) {
      socket.send(Api.ask(", \"type\": \"start\", \"ref\": 1"));
      String run = socket.await("ack").path("run").asText();
      socket.await("candidate.started");
      socket.send("{\"type\": \"unwatch\", \"ref\": 2, \"run\": \"" + run + "\"}");
      socket.await(message -> message.path("ref").asInt() == 2);

      RestAssured.delete(Api.RUNS + "/" + run).then().statusCode(202);

      socket.send("{\"type\": \"watch\", \"ref\": 3, \"run\": \"" + run + "\", \"after\": 3}");
      socket.await("run.cancelled");
      long ends =
          socket.messages().stream()
              .filter(message -> message.path("type").asText().equals("run.cancelled"))
              .count();
      assertEquals(1, ends);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "{\"type\": 5}",
        "{\"type\": \"dance\"}",
        "{\"type\": \"watch\"}",
        "{\"type\": \"watch\", \"run\": 5}",
        "{\"type\": \"watch\", \"run\": \"x\", \"after\": -1}",
        "{\"type\": \"watch\", \"run\": \"x\", \"later\": 1}",
        "{\"type\": \"start\"}",
        "{\"type\": \"cancel\"}",
      })
  void aBadMessageIsAnsweredAndTheSocketStaysOpen(String message) {
    try (SocketClient socket = open()) {
      socket.send(message);

      assertEquals(400, socket.await("error").at("/problem/status").asInt());
      socket.send("{\"type\": \"cancel\", \"ref\": \"next\", \"run\": \"none\"}");
      JsonNode next = socket.await(answer -> answer.path("ref").asText().equals("next"));
      assertEquals(404, next.at("/problem/status").asInt());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"start\", \"ref\": 7, \"text\": \"\\ud800\"}",
        "{\"type\": \"cancel\", \"type\": \"cancel\", \"run\": [{}], \"ref\": 7}",
        "{\"ref\": 7, \"type\": nonsense",
      })
  void whatIsWrongElsewhereInAMessageHidesNotWhichOneItIs(String message) {
    try (SocketClient socket = open()) {
      socket.send(message);

      JsonNode error = socket.await("error");

      assertEquals(400, error.at("/problem/status").asInt());
      assertEquals(7, error.path("ref").asInt());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"start\", \"ref\": \"\\ud800\"}",
        "{\"type\": \"start\", \"ref\": 7, \"ref\": 8}",
        "{\"type\": \"start\", \"type\": \"start\", \"ref\": [7]}",
      })
  void aRefThatCantBeGivenBackIsLeftOut(String message) {
    try (SocketClient socket = open()) {
      socket.send(message);

      JsonNode error = socket.await("error");

      assertEquals(400, error.at("/problem/status").asInt());
      assertFalse(error.has("ref"), error.toString());
    }
  }

  @Test
  void whoeverHasTheLastEventIsToldThatNothingFollows() {
    String run = Api.finished(Api.ask(", \"max_iterations\": 0")).path("id");
    long last = Api.get(run).jsonPath().getLong("last_seq");
    try (SocketClient socket = open()) {
      socket.send("{\"type\": \"watch\", \"run\": \"" + run + "\", \"after\": " + last + "}");

      JsonNode problem = socket.await("error").path("problem");

      assertEquals("urn:hone:problem:run-ended", problem.path("type").asText());
      assertEquals(
          "There is no event after this one; nothing follows.", problem.path("detail").asText());
    }
  }

  @Test
  void aMessageOverTheLimitClosesTheSocket() {
    SocketClient socket = open();

    socket.send(Api.ask(", \"type\": \"start\", \"reference\": \"" + "x".repeat(2_000_000) + "\""));

    assertEquals(1009, socket.awaitClose());
  }

  @Test
  void aMessageUpToTheLimitIsTaken() {
    model.otherwise(request -> ScriptedAnswer.silent());
    try (SocketClient socket = open()) {
      socket.send(Api.ask(", \"type\": \"start\", \"reference\": \"" + "x".repeat(900_000) + "\""));

      RestAssured.delete(Api.RUNS + "/" + socket.await("ack").path("run").asText());
      assertFalse(
          socket.messages().stream()
              .anyMatch(message -> message.path("type").asText().equals("error")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "https://localhost"})
  void anotherPagesOriginIsRefused(String origin) {
    CompletionException refused =
        assertThrows(CompletionException.class, () -> connect(origin).join());

    assertEquals(
        403, ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode());
  }

  @Test
  void theServersOwnPageMayConnect() {
    WebSocket socket = connect(Api.server()).join();

    assertTrue(!socket.isInputClosed());
    socket.abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"permessage-deflate", "deflate-frame", "x-webkit-deflate-frame"})
  void nothingIsCompressedThoughTheClientCould(String extension) {
    try (Wire wire = Wire.open()) {
      wire.send(
          "GET /v1/refinements/ws HTTP/1.1\nHost: localhost\nConnection: Upgrade\n"
              + "Upgrade: websocket\nSec-WebSocket-Version: 13\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
              + "Sec-WebSocket-Extensions: %s\n\n".formatted(extension));

      String answer = wire.until("\r\n\r\n").toLowerCase(Locale.ROOT);
      assertTrue(answer.startsWith("http/1.1 101"), answer);
      assertFalse(answer.contains("sec-websocket-extensions"), answer);
    }
  }

  private static java.util.concurrent.CompletableFuture<WebSocket> connect(String origin) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Origin", origin)
        .buildAsync(
            URI.create(Api.runs().replace("http:", "ws:") + "/ws"), new WebSocket.Listener() {});
  }

  private static SocketClient open(String... subprotocols) {
    return SocketClient.open(URI.create(Api.server()), subprotocols);
  }
}
