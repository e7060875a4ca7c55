package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.api.connection.Door;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

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
  void aStreamedBodyMayTakeLongerAsLongAsSomethingComes() {
    try (Wire batch = upload();
        Wire other = Wire.open()) {
      other.send(post("/v1/refinements", "Content-Length: 100000"));
      while (!other.isCut()) { // as long as a body may take
        batch.send("3\nask\n");
        other.trickle(" ");
      }

      batch.send("0\n\n").until("whole");
    }
  }

  @Test
  void aStreamedBodyThatIsAskedForAndDoesNotComeIsCut() {
    try (Wire wire = upload()) {
      wire.untilCut();
      assertFalse(wire.text().contains("whole"));
    }
  }

  @Test
  void aStreamedBodyThatNobodyAsksForMayBeSilent() {
    try (Wire wire = upload();
        Wire asked = upload()) {
      wire.send("4\nhold\n").until("got hold");
      asked.untilCut(); // as long as one that is asked for may be silent

      wire.send("3\nask\n").until("got ask");
      wire.send("0\n\n").until("whole");
    }
  }

  private static Wire upload() {
    Wire wire = Wire.open();
    wire.send(
        post(
            "/v1/refinements/batch",
            "Transfer-Encoding: chunked\n" + StreamedUpload.ASKED_BY + ": yes"));
    wire.until("begun");
    return wire;
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
