package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.api.connection.Door;
import dev.hone.model.Gate;
import dev.hone.model.ScriptedAnswer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(SlowSenderTest.Impatient.class)
class SlowSenderTest {

  private static final int CONNECTIONS = 40;

  /** No other bound than the one that is tried cuts anything in time. */
  public static class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "hone.limits.connections",
          String.valueOf(CONNECTIONS),
          "hone.limits.header-timeout",
          "0.5S",
          "hone.limits.body-timeout",
          "2S");
    }
  }

  @Inject Door door;

  @BeforeEach
  void script() {
    ModelServer.fresh().otherwise(request -> ScriptedAnswer.of("An answer."));
  }

  @Test
  void oneConnectionTooManyIsClosedAtOnceAndOneThatEndsMakesRoom() {
    List<Wire> wires = new ArrayList<>();
    try {
      for (int i = door.open(); i < CONNECTIONS; i++) {
        wires.add(Wire.open());
      }
      await().until(() -> door.open() == CONNECTIONS);

      try (Wire over = Wire.open()) {
        assertEquals("", over.untilCut());
      }

      assertEquals(CONNECTIONS, door.open());
      wires.forEach(Wire::close);
      await().until(() -> door.open() < CONNECTIONS);
      try (Wire next = Wire.open()) {
        next.send("GET /v1/models HTTP/1.1\nHost: localhost\n\n").until("\"data\"");
      }
    } finally {
      wires.forEach(Wire::close);
    }
  }

  @Test
  void headersThatDribbleAreCut() {
    try (Wire wire = Wire.open()) {
      wire.send("GET /v1/models HTTP/1.1\nHost: localhost\nX-Long: ");

      wire.trickleUntilCut("a");

      assertTrue(wire.isCut());
      given().get("/v1/models").then().statusCode(200);
    }
  }

  @Test
  void aDribbledPrefaceOfHttp2IsCutToo() {
    try (Wire wire = Wire.open()) {
      wire.send("PRI * HT");
      assertEquals("", wire.untilCut());
    }
  }

  @Test
  void theSecondRequestOfAConnectionIsTimedAsTheFirst() {
    try (Wire wire = Wire.open()) {
      wire.send("GET /v1/models HTTP/1.1\nHost: localhost\n\n");
      wire.until("\"data\"");

      wire.send("GET /v1/models HTTP/1.1\nX-Long: ").trickleUntilCut("a");

      assertTrue(wire.isCut());
    }
  }

  @Test
  void aConnectionThatIsSilentAfterItsRequestIsNot() {
    try (Wire slow = Wire.open();
        Wire kept = Wire.open()) {
      kept.send("GET /v1/models HTTP/1.1\nHost: localhost\n\n").until("\"data\"");
      slow.send("GET /v1/models HTTP/1.1\n").untilCut(); // so the time has passed
      slow.close();

      kept.send("GET /v1/rewards HTTP/1.1\nHost: localhost\n\n");

      kept.until("word_count");
    }
  }

  @Test
  void aBodyThatDribblesIsAnsweredByAProblemAndCut() {
    try (Wire wire = Wire.open()) {
      wire.send(post("/v1/refinements", "Content-Length: 100000")).trickleUntilCut(" ");

      assertTrue(wire.isCut());
      assertIsTooSlow(wire.text());
    }
  }

  /** Quarkus reads one of more than 10 kB in another way. */
  @ParameterizedTest
  @ValueSource(ints = {1_000, 20_000, 500_000})
  void anAnswerMayTakeAsLongAsItLikesOnceItsBodyIsWhole(int length) {
    Gate gate = new Gate();
    ModelServer.fresh()
        .otherwise(request -> ScriptedAnswer.stream().hold(gate).text("So.").finish("stop").done());
    String body = Chat.ask("").replace("Why is the sky blue?", "Why? ".repeat(length / 5));
    assertTrue(body.length() >= length, body);

    try (Wire wire = Wire.open();
        Wire dribbling = Wire.open()) {
      wire.send(post(Chat.PATH, "Content-Length: " + body.length())).send(body);
      dribbling.send(post(Chat.PATH, "Content-Length: 100")).untilCut(); // so the time has passed
      gate.open();

      wire.until("So.");
      assertTrue(wire.text().startsWith("HTTP/1.1 200"), wire.text());
    }
  }

  @Test
  void soIsOneInChunks() {
    try (Wire wire = Wire.open()) {
      wire.send(post("/v1/refinements", "Transfer-Encoding: chunked"));

      String answer = wire.trickleUntilCut("1\n \n").text();

      assertIsTooSlow(answer);
    }
  }

  @Test
  void chatClientsGetTheirOwnShape() {
    try (Wire wire = Wire.open()) {
      wire.send(post("/v1/chat/completions", "Content-Length: 100"));

      String answer = wire.untilCut();

      assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
      assertTrue(answer.contains("\"error\":{"), answer);
    }
  }

  @Test
  void overHttp2TheStreamEndsAndItsNeighboursGoOn() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      URI server = URI.create(Api.server());
      var client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setHttp2ClearTextUpgrade(false)
                  .setDefaultHost(server.getHost())
                  .setDefaultPort(server.getPort()));
      HttpClientRequest slow =
          client
              .request(HttpMethod.POST, "/v1/refinements")
              .toCompletionStage()
              .toCompletableFuture()
              .get();
      CompletableFuture<Integer> status = new CompletableFuture<>();
      slow.putHeader("Content-Type", "application/json")
          .response()
          .onSuccess(answer -> status.complete(answer.statusCode()))
          .onFailure(status::completeExceptionally);
      slow.sendHead();

      assertEquals(408, status.get(20, TimeUnit.SECONDS));

      int next =
          client
              .request(HttpMethod.GET, "/v1/models")
              .compose(request -> request.send())
              .map(answer -> answer.statusCode())
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
      assertEquals(200, next);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  @Test
  void aBatchMayTakeLongerAsLongAsSomethingComes() {
    try (BatchClient batch = BatchClient.open(Samples.RULE);
        Wire other = Wire.open()) {
      other.send(post("/v1/refinements", "Content-Length: 100000"));
      while (!other.isCut()) { // as long as a body may take
        batch.chunk(" ");
        other.trickle(" ");
      }

      batch.send(Samples.question("1"));

      assertEquals("completed", batch.next().at("/metadata/hone/status").asText());
      assertEquals(List.of(), batch.end().rest());
    }
  }

  @Test
  void aBatchWhoseNextLineDoesNotComeSaysSoAndIsCut() {
    try (BatchClient batch = BatchClient.open(Samples.RULE)) {
      batch.send(Samples.question("1"));
      assertEquals("completed", batch.next().at("/metadata/hone/status").asText());

      List<JsonNode> rest = batch.rest();

      assertEquals(1, rest.size(), rest::toString);
      assertEquals(2, rest.get(0).path("line").asInt());
      assertEquals(408, rest.get(0).at("/problem/status").asInt());
      assertTrue(batch.isCut());
    }
  }

  @Test
  void aBatchMayBeSilentWhileALineIsRefined() {
    String[] tokens = Collections.nCopies(40, "tok ").toArray(String[]::new);
    ModelServer.fresh()
        .otherwise(request -> ScriptedAnswer.tokens(tokens).every(Duration.ofMillis(100)));
    try (BatchClient batch = BatchClient.open(Samples.RULE);
        BatchClient silent = BatchClient.open(Samples.RULE)) {
      batch.send(Samples.question("1"));
      assertEquals(408, silent.next().at("/problem/status").asInt()); // as long as one may be

      assertEquals("completed", batch.next().at("/metadata/hone/status").asText());
      assertEquals(List.of(), batch.end().rest());
    }
  }

  private static String post(String path, String headers) {
    return "POST "
        + path
        + " HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
        + headers
        + "\n\n";
  }

  private static void assertIsTooSlow(String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
    assertTrue(answer.toLowerCase().contains("connection: close"), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
    assertTrue(answer.contains("hone.limits.body-timeout"), answer);
  }
}
