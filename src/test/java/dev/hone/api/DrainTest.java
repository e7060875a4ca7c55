package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.model.ScriptedAnswer;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server that is told to stop, up to where Quarkus would close HTTP. */
@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(DrainTest.Patient.class)
class DrainTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Set<String> EDGES = Set.of("candidate.completed", "evaluation.completed");
  private static final String TIED = ", \"max_iterations\": 0, \"on_disconnect\": \"cancel\"";

  public static class Patient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("hone.runs.drain", "60S", "hone.runs.max-active", "3");
    }
  }

  @Inject Event<ShutdownDelayInitiatedEvent> sigterm;

  @Test
  void finishesStepsAndSendsEverybodyElsewhere() {
    String finished = Api.finished(answeredAtOnce()).path("id");
    answersTakeFiveSeconds();
    String run = Api.start(Api.ask(""));
    SseClient stream = SseClient.get(Api.events(run));
    SseClient resumed = SseClient.get(Api.events(run), "Last-Event-ID", "2");
    SseClient tied = SseClient.post(Api.runs(), Api.ask(TIED));
    CompletableFuture<Response> waiting =
        CompletableFuture.supplyAsync(
            () -> Api.json(Api.ask("")).header("Prefer", "wait=60").post(Api.RUNS));
    SocketClient idle = SocketClient.open(URI.create(Api.server()));
    SocketClient socket = SocketClient.open(URI.create(Api.server()));
    socket.send("{\"type\": \"watch\", \"run\": \"" + run + "\"}");
    List.of(stream, resumed, tied).forEach(each -> each.await("candidate.delta"));
    socket.await("candidate.delta");
    await().atMost(SOON).until(() -> given().get(Api.RUNS).path("data.size()").equals(4));
    String queued = Api.start(Api.ask("")); // three may be active, and are

    CompletableFuture<Void> drain = CompletableFuture.runAsync(this::terminate);

    await().atMost(SOON).until(() -> given().get("/q/health/ready").statusCode() == 503);
    given().get("/q/health/live").then().statusCode(200);
    List.of("", "/" + run + "/steering", "/" + run + "/accept", "/batch")
        .forEach(path -> assertRefused(Api.RUNS + path));
    assertRefused("/v1/evaluations");
    socket.send(Api.ask(", \"type\": \"start\""));
    assertEquals(503, socket.await("error").at("/problem/status").asInt());
    assertEquals(1012, idle.awaitClose());
    Api.get(run).then().statusCode(200).body("status", equalTo("running"));
    Api.get(queued).then().statusCode(200).body("status", equalTo("queued"));
    given().get(Api.RUNS).then().statusCode(200);
    assertEquals("run.completed", last(SseClient.get(Api.events(finished))));
    SseClient late = SseClient.get(Api.events(run));
    assertFalse(drain.isDone());

    List.of(stream, resumed, late).forEach(each -> assertTrue(EDGES.contains(last(each))));
    assertTrue(EDGES.contains(last(socket)));
    assertEquals(1012, socket.awaitClose());
    waiting.join().then().statusCode(202).body("status", equalTo("running"));
    assertEquals("run.completed", last(tied));
    drain.join();

    Api.get(run).then().body("status", equalTo("running"));
    assertEquals(last(stream), last(SseClient.get(Api.events(run))));
    try (SocketClient tooLate = SocketClient.open(URI.create(Api.server()))) {
      assertEquals(1012, tooLate.awaitClose());
    }
  }

  private void terminate() {
    sigterm.fire(new ShutdownDelayInitiatedEvent());
  }

  private static void assertRefused(String path) {
    Api.json("{}")
        .post(path)
        .then()
        .statusCode(503)
        .header("Retry-After", matchesPattern("[1-9]\\d*"))
        .header("Connection", "close")
        .header("X-Content-Type-Options", "nosniff")
        .contentType("application/problem+json")
        .body("type", equalTo("urn:hone:problem:unavailable"));
  }

  private static String last(SseClient stream) {
    List<String> names = stream.awaitEnd().stream().map(SseClient.Received::name).toList();
    return names.get(names.size() - 1);
  }

  private static String last(SocketClient socket) {
    socket.awaitClose();
    List<JsonNode> messages = socket.messages();
    return messages.get(messages.size() - 1).path("type").asText();
  }

  /** What to ask for a run of one such answer. */
  private static String answeredAtOnce() {
    ModelServer.fresh()
        .otherwise(
            request ->
                ModelServer.isJudge(request)
                    ? ModelServer.verdict("Fine.", "none")
                    : ScriptedAnswer.tokens("Blue."));
    return Api.ask(", \"max_iterations\": 0");
  }

  private static void answersTakeFiveSeconds() {
    String[] words = IntStream.range(0, 50).mapToObj(i -> "w" + i + " ").toArray(String[]::new);
    ModelServer.fresh()
        .otherwise(
            request ->
                ModelServer.isJudge(request)
                    ? ModelServer.verdict("Too long.", "2")
                    : ScriptedAnswer.tokens(words).every(Duration.ofMillis(100)));
  }
}
