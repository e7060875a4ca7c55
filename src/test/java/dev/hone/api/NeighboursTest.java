package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.model.ScriptedAnswer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.StreamResetException;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that keep connections, read nothing, or don't stop talking; and the others beside them.
 */
@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(NeighboursTest.Narrow.class)
class NeighboursTest {

  private static final int LONG = 300_000;

  public static class Narrow implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "hone.limits.idle-timeout", "2S",
          "hone.limits.stall-timeout", "4S",
          "hone.limits.messages-per-second", "5",
          "hone.limits.message-burst", "10",
          "hone.limits.body", "8M",
          "hone.websocket.runs", "2");
    }
  }

  private static String longRun;

  @Inject Vertx vertx;

  @BeforeEach
  void scriptNothing() {
    ModelServer.fresh();
  }

  @Test
  void whatDoesNothingEndsAndWhatGoesOnStays() {
    ModelServer.fresh().otherwise(request -> ModelServer.endless());
    try (Wire silent = Wire.open();
        Wire kept = Wire.open();
        SocketClient socket = SocketClient.open(URI.create(Api.server()));
        SseClient stream = SseClient.post(Api.runs(), Api.ask(""))) {
      String run = stream.run();
      kept.send("GET /v1/models HTTP/1.1\nHost: localhost\n\n").until("\"data\"");

      assertEquals("", silent.untilCut());
      kept.untilCut();
      try (Wire another = Wire.open()) {
        another.untilCut(); // and the same time again
      }

      socket.send("{\"type\": \"watch\", \"run\": \"" + run + "\"}").await("ack");
      int events = stream.events().size();
      await().until(() -> stream.events().size() > events);
      given().delete(Api.RUNS + "/" + run).then().statusCode(202);
    }
  }

  @Test
  void aRequestThatIsWaitedForIsNotIdle() {
    ModelServer.fresh().otherwise(request -> ModelServer.endless());
    String run =
        Api.json(Api.ask(""))
            .header("Prefer", "wait=5")
            .post(Api.RUNS)
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    given().delete(Api.RUNS + "/" + run).then().statusCode(202);
  }

  @Test
  void aStreamThatIsNeverReadHoldsLittleIsCutAndCanComeBack() {
    String run = longRun();
    String log = given().get(Api.RUNS + "/" + run + "/events").asString();
    assertTrue(log.length() > 20 * LONG);
    try (Wire wire = Wire.open(4096)) {
      wire.send("GET /v1/refinements/" + run + "/events HTTP/1.1\nHost: localhost\n\n");
      await().until(() -> waiting(wire) > 0);

      long most = 0;
      while (waiting(wire) > 0) {
        most = Math.max(most, waiting(wire));
      }

      assertTrue(most < 2 * LONG, "held for one reader: " + most);
      String got = wire.untilCut();
      assertFalse(got.contains("run.completed"));
      int end = got.lastIndexOf("\n\n"); // between chunks' lines, ids stand alone
      String last = got.substring(0, end).replaceAll("(?s).*\nid: (\\d+)\n.*", "$1");
      try (SseClient again = SseClient.get(Api.events(run), "Last-Event-ID", last);
          SseClient all = SseClient.get(Api.events(run))) {
        List<Long> rest = seqs(all).stream().filter(seq -> seq > Long.parseLong(last)).toList();
        assertEquals(rest, seqs(again));
        assertTrue(rest.size() > 20, "so it was cut early");
      }
    }
  }

  @Test
  void anAnswerThatIsNeverReadIsCut() {
    String run = longRun();
    try (Wire wire = Wire.open(4096)) {
      wire.send("GET /v1/refinements/" + run + " HTTP/1.1\nHost: localhost\n\n");
      await().until(() -> waiting(wire) > 0);
      await().until(() -> waiting(wire) == 0);

      wire.untilCut();
      assertTrue(wire.text().length() < 20 * LONG);
    }
  }

  @Test
  void aStreamOfHttp2ThatIsNeverReadIsResetAndItsNeighboursGoOn() throws Exception {
    String events = Api.RUNS + "/" + longRun() + "/events";
    try (Http2 connection = Http2.open()) {
      CompletableFuture<Throwable> end = Http2.end(connection.get(events));

      assertTrue(Http2.body(connection.get(events)).contains("event: run.completed"));
      assertInstanceOf(StreamResetException.class, end.get(20, TimeUnit.SECONDS));
      assertEquals(200, connection.get("/v1/models").statusCode());
      assertEquals(1, connection.opened());
    }
  }

  @Test
  void aWholeAnswerThatIsNeverReadCutsItsConnectionOfHttp2() throws Exception {
    String run = Api.RUNS + "/" + longRun();
    try (Http2 connection = Http2.open()) {
      CompletableFuture<Throwable> end = Http2.end(connection.get(run));

      assertNotNull(end.get(20, TimeUnit.SECONDS));
      assertEquals(200, connection.get("/v1/models").statusCode());
      assertEquals(2, connection.opened());
    }
  }

  @Test
  void aSlowReaderWhoReadsIsLeftAlone() {
    String run = longRun();
    try (Wire wire = Wire.open(32 * 1024)) {
      wire.send("GET /v1/refinements/" + run + "/events HTTP/1.1\nHost: localhost\n\n");
      for (int i = 0; i < 2; i++) { // together as long as a stall may last
        try (Wire silent = Wire.open()) {
          while (!silent.isCut()) {
            silent.trickle("");
            wire.trickle("");
          }
        }
      }
      wire.until("event: run.completed");
    }
  }

  @Test
  void aSocketThatIsNeverReadIsCut() {
    String run = longRun();
    try (Wire wire = Wire.open(4096)) {
      upgrade(wire);
      wire.sendFrame("{\"type\": \"watch\", \"run\": \"" + run + "\"}");
      await().until(() -> waiting(wire) > 0);

      long most = 0;
      while (waiting(wire) > 0) {
        most = Math.max(most, waiting(wire));
      }

      assertTrue(most < 2 * LONG, "held for one socket: " + most);
      wire.untilCut();
    }
  }

  @Test
  void messagesThatAreTooManyAreRefusedByTheirRefAndThenTheSocketIsClosed() {
    try (SocketClient socket = SocketClient.open(URI.create(Api.server()))) {
      for (int i = 0; i < 15; i++) {
        socket.send("{\"type\": \"unwatch\", \"ref\": " + i + ", \"run\": \"x\"}");
      }
      JsonNode refused = socket.await(message -> message.at("/problem/status").asInt() == 429);
      assertTrue(refused.path("ref").asInt() >= 10, refused.toString());
      assertEquals("error", refused.path("type").asText());

      try {
        for (int i = 0; i < 200; i++) {
          socket.send("{\"type\": \"unwatch\", \"run\": \"x\"}");
        }
      } catch (IllegalStateException closed) {
        // it says by which code, below
      }

      assertEquals(1008, socket.awaitClose());
    }
  }

  @Test
  void pingsAreAnsweredAndWhoSendsTooManyIsClosed() {
    try (SocketClient socket = SocketClient.open(URI.create(Api.server()))) {
      await().until(() -> socket.ping().pongs() > 0);
      socket.send("{}").await("error");

      try {
        for (int i = 0; i < 200; i++) {
          socket.ping();
        }
      } catch (IllegalStateException closed) {
        // it says by which code, below
      }

      assertEquals(1008, socket.awaitClose());
    }
  }

  @Test
  void aSocketThatTalksAndNeverReadsFillsNoQueue() {
    try (Wire wire = Wire.open(4096)) {
      upgrade(wire);
      String message = "{\"type\": \"unwatch\", \"run\": \"" + "x".repeat(100_000) + "\"}";
      for (int i = 0; i < 200 && !wire.isCut(); i++) {
        wire.sendFrame(message);
      }
      wire.untilCut();
    }
  }

  @Test
  void aSocketFollowsNoMoreThanItMay() {
    ModelServer.fresh().otherwise(request -> ModelServer.endless());
    List<String> runs =
        List.of(Api.start(Api.ask("")), Api.start(Api.ask("")), Api.start(Api.ask("")));
    try (SocketClient socket = SocketClient.open(URI.create(Api.server()))) {
      runs.forEach(run -> socket.send("{\"type\": \"watch\", \"run\": \"" + run + "\"}"));
      assertEquals(400, socket.await("error").at("/problem/status").asInt());
    }
    runs.forEach(run -> given().delete(Api.RUNS + "/" + run).then().statusCode(202));
  }

  private static void upgrade(Wire wire) {
    wire.send(
        "GET /v1/refinements/ws HTTP/1.1\nHost: localhost\nConnection: Upgrade\n"
            + "Upgrade: websocket\nSec-WebSocket-Version: 13\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n");
    wire.until("\r\n\r\n");
  }

  private long waiting(Wire wire) {
    return ServerChannels.waiting(vertx, wire.port());
  }

  private static List<Long> seqs(SseClient stream) {
    return stream.awaitEnd().stream().map(SseClient.Received::seq).toList();
  }

  /** Ended, with 21 long answers; the same for all tests. */
  private static String longRun() {
    if (longRun == null) {
      ScriptedAnswer answer = ScriptedAnswer.of("x".repeat(LONG));
      ModelServer.fresh()
          .otherwise(
              request -> ModelServer.isJudge(request) ? ModelServer.verdict("why", "1") : answer);
      longRun = Api.finished(Api.ask(", \"max_iterations\": 20")).path("id");
    }
    return longRun;
  }
}
