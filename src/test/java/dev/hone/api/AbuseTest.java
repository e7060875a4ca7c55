package dev.hone.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.api.auth.Keys;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What owners, other sites' pages and clients of HTTP/2 may not do, with keys. */
@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(AbuseTest.Keyed.class)
class AbuseTest {

  private static final String GOOD = "https://good.example";

  public static class Keyed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "hone.auth.mode", "api-key",
          "hone.auth.keys", Keys.line("ann", "key-a") + "," + Keys.line("bob", "key-b"),
          "hone.limits.connections-per-owner", "3",
          "quarkus.http.host", "localhost",
          "quarkus.http.cors.enabled", "true",
          "quarkus.http.cors.origins", GOOD);
    }
  }

  @BeforeEach
  void script() {
    ModelServer.fresh().otherwise(request -> ModelServer.endless());
  }

  @Test
  void anOwnersStreamsAndSocketsCountTogetherAndOthersAreNotConcerned() {
    String run =
        as("key-a").body(Api.ask("")).post(Api.RUNS).then().statusCode(201).extract().path("id");
    SseClient first = SseClient.get(Api.events(run), "Authorization", "Bearer key-a");
    try (SseClient second = SseClient.get(Api.events(run), "Authorization", "Bearer key-a");
        SocketClient third = SocketClient.openAs("key-a", URI.create(Api.server()))) {
      third.send("{}").await("error");

      Response refused = as("key-a").get(Api.RUNS + "/" + run + "/events");
      assertEquals(429, refused.statusCode());
      assertEquals("application/problem+json", refused.contentType());
      assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
      assertEquals(429, refusedUpgrade("key-a"));
      int before = runs("key-a");
      as("key-a")
          .accept("text/event-stream")
          .body(Api.ask(""))
          .post(Api.RUNS)
          .then()
          .statusCode(429);
      assertEquals(before, runs("key-a"));

      try (SocketClient other = SocketClient.openAs("key-b", URI.create(Api.server()))) {
        other.send("{}").await("error");
      }
      first.close();
      await().until(() -> status(Api.events(run)) == 200);
    }
    as("key-a").delete(Api.RUNS + "/" + run).then().statusCode(202);
  }

  @Test
  void aListedOriginMayAskAllThatThePageNeeds() {
    Response preflight =
        as(null)
            .header("Origin", GOOD)
            .header("Access-Control-Request-Method", "POST")
            .header(
                "Access-Control-Request-Headers",
                "authorization,content-type,last-event-id,idempotency-key")
            .options(Api.RUNS);
    assertEquals(200, preflight.statusCode());
    assertEquals(GOOD, preflight.header("Access-Control-Allow-Origin"));
    assertTrue(preflight.header("Access-Control-Allow-Methods").contains("POST"));
    String headers = preflight.header("Access-Control-Allow-Headers").toLowerCase();
    for (String wanted :
        List.of("authorization", "content-type", "last-event-id", "idempotency-key")) {
      assertTrue(headers.contains(wanted), headers);
    }

    Response answer = as("key-a").header("Origin", GOOD).body(Api.ask("")).post(Api.RUNS);
    assertEquals(201, answer.statusCode());
    assertEquals(GOOD, answer.header("Access-Control-Allow-Origin"));
    String exposed = answer.header("Access-Control-Expose-Headers");
    for (String wanted : List.of("Location", "Hone-Run", "Retry-After")) {
      assertTrue(exposed.contains(wanted), exposed);
    }
    as("key-a").delete(answer.header("Location")).then().statusCode(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bad.example",
        "null",
        "https://good.example.evil.com",
        "https://evilgood.example",
        "http://good.example",
        "https://good.example:8443"
      })
  void anyOtherGetsNothing(String origin) {
    Response preflight =
        as(null)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .options(Api.RUNS);
    assertEquals(403, preflight.statusCode());
    assertFalse(allows(preflight));
    assertFalse(allows(as("key-a").header("Origin", origin).get(Api.RUNS)));
    assertEquals(
        403, as("key-a").header("Origin", origin).body(Api.ask("")).post(Api.RUNS).statusCode());
  }

  @Test
  void aFloodOfResetsEndsItsConnectionAndNoOther() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      HttpClient flooder = client(vertx);
      HttpClient neighbour = client(vertx);
      assertEquals(200, status(neighbour));
      CompletableFuture<Void> closed = new CompletableFuture<>();

      reset(flooder, closed);

      closed.get(20, TimeUnit.SECONDS);
      assertEquals(200, status(neighbour));
      assertEquals(200, status(flooder), "on a new connection");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  @Test
  void jsonThatIsNestedTooDeeplyIsRefusedWhereverItComesIn() {
    String deep = "{\"type\": \"start\", \"messages\": " + "[".repeat(200) + "]".repeat(200) + "}";
    as("key-a").body(deep).post(Api.RUNS).then().statusCode(400);
    as("key-a").body(deep).post("/v1/chat/completions").then().statusCode(400);
    as("key-a").body(deep).post("/v1/evaluations").then().statusCode(400);
    try (SocketClient socket = SocketClient.openAs("key-b", URI.create(Api.server()))) {
      socket.send(deep);
      assertEquals(400, socket.await("error").at("/problem/status").asInt());
    }
  }

  @Test
  void headersAndAddressesThatAreTooLongAreRefused() {
    as("key-a").header("X-Long", "x".repeat(30_000)).get("/v1/models").then().statusCode(431);
    as("key-a").get("/v1/models?x=" + "x".repeat(6_000)).then().statusCode(414);
    as("key-a").get("/v1/models").then().statusCode(200);
  }

  /** Again and again until the server has had enough. */
  private static void reset(HttpClient client, CompletableFuture<Void> closed) {
    client
        .request(HttpMethod.GET, "/v1/models")
        .onSuccess(
            request -> {
              request.connection().closeHandler(gone -> closed.complete(null));
              request.exceptionHandler(reset -> {});
              request
                  .sendHead()
                  .onComplete(
                      sent -> {
                        request.reset(8);
                        if (!closed.isDone()) {
                          reset(client, closed);
                        }
                      });
            });
  }

  private static HttpClient client(Vertx vertx) {
    URI server = URI.create(Api.server());
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false)
            .setHttp2MaxPoolSize(1)
            .setDefaultHost(server.getHost())
            .setDefaultPort(server.getPort()));
  }

  private static int status(HttpClient client) throws Exception {
    Future<Integer> status =
        client
            .request(HttpMethod.GET, "/v1/models")
            .compose(request -> request.putHeader("Authorization", "Bearer key-b").send())
            .map(answer -> answer.statusCode());
    return status.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** What methods and headers there are says nothing without one of these. */
  private static boolean allows(Response answer) {
    return answer.headers().hasHeaderWithName("Access-Control-Allow-Origin")
        || answer.headers().hasHeaderWithName("Access-Control-Allow-Credentials");
  }

  private static int status(String stream) {
    try (SseClient next = SseClient.get(stream, "Authorization", "Bearer key-a")) {
      return next.status();
    }
  }

  private static int refusedUpgrade(String key) {
    var failure =
        assertThrows(
            java.util.concurrent.CompletionException.class,
            () -> SocketClient.openAs(key, URI.create(Api.server())));
    return ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode();
  }

  private static int runs(String key) {
    return as(key).get(Api.RUNS).then().statusCode(200).extract().<List<?>>path("data").size();
  }

  private static RequestSpecification as(String key) {
    RequestSpecification request =
        io.restassured.RestAssured.given().contentType("application/json");
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }
}
