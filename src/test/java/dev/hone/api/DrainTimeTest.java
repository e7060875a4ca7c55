package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A server that is told to stop while nothing gets done: it goes when the time is up. */
@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(DrainTimeTest.Hasty.class)
class DrainTimeTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  public static class Hasty implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "hone.runs.drain", "2S",
          "quarkus.shutdown.delay", "3S",
          "hone.model.first-token-timeout", "60S");
    }
  }

  @Inject Event<ShutdownDelayInitiatedEvent> sigterm;

  @Test
  void goesWhenTheTimeIsUp() {
    ScriptedModelServer model = ModelServer.fresh();
    model.otherwise(request -> ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));
    SseClient stream = SseClient.get(Api.events(run));
    SseClient tied = SseClient.post(Api.runs(), Api.ask(", \"on_disconnect\": \"cancel\""));
    CompletableFuture<?> evaluating =
        CompletableFuture.supplyAsync(() -> Api.json(evaluation()).post("/v1/evaluations"));
    SocketClient socket = SocketClient.open(URI.create(Api.server()));
    socket.send("{\"type\": \"watch\", \"run\": \"" + run + "\"}");
    socket.await("candidate.started");
    List.of(stream, tied).forEach(each -> each.await("candidate.started"));
    model.awaitRequest(3);

    long from = System.nanoTime();
    CompletableFuture<Void> drain =
        CompletableFuture.runAsync(() -> sigterm.fire(new ShutdownDelayInitiatedEvent()));
    await().atMost(SOON).until(() -> given().get("/q/health/ready").statusCode() == 503);
    given().get("/v1/refinements/" + run).then().statusCode(200);
    drain.join();
    Duration took = Duration.ofNanos(System.nanoTime() - from);

    assertTrue(took.compareTo(Duration.ofSeconds(5)) >= 0, "delay and time: " + took);
    assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, "a second more at most: " + took);
    assertEquals("candidate.started", last(stream));
    assertEquals("run.cancelled", last(tied));
    assertEquals("disconnect", tied.await("run.cancelled").text("by"));
    assertEquals(1012, socket.awaitClose());
    assertThrows(CompletionException.class, evaluating::join);
    Api.get(run).then().body("status", equalTo("running"));
    model.requests().forEach(model::awaitAbandoned);
  }

  private static String evaluation() {
    return """
        {"messages": [{"role": "user", "content": "Why?"}], "candidates": ["So."],
         "reward": {"rubrics": ["It is right."]}}
        """;
  }

  private static String last(SseClient stream) {
    List<SseClient.Received> events = stream.awaitEnd();
    return events.get(events.size() - 1).name();
  }
}
