package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever ends a run, the model's connection is closed within a second and no further call starts.
 */
@QuarkusTest
@WithTestResource(ModelServer.class)
class CancelTest {

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void deletingARunClosesTheModelsStream() {
    model.otherwise(request -> endless());
    try (SseClient stream = SseClient.post(Api.runs(), Api.ask(""))) {
      stream.await("candidate.delta");

      given().delete(Api.RUNS + "/" + stream.run()).then().statusCode(202);

      assertModelIsLeft();
      assertEquals("run.cancelled", stream.awaitEnd().get(stream.events().size() - 1).name());
    }
  }

  @Test
  void deletingARunClosesTheConnectionOfASilentModel() {
    model.otherwise(request -> ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));
    model.awaitRequest(1);

    given().delete(Api.RUNS + "/" + run).then().statusCode(202);

    assertModelIsLeft();
  }

  @Test
  void deletingARunClosesASilentJudge() {
    model.enqueue(ScriptedAnswer.of("answer"), ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));
    model.awaitRequest(2);

    given().delete(Api.RUNS + "/" + run).then().statusCode(202);

    await().atMost(Duration.ofSeconds(1)).until(() -> model.requests().get(1).isAbandoned());
    Api.get(run).then().body("content", equalTo("answer"));
  }

  @Test
  void cancellingOverTheSocketClosesTheModelsStream() {
    model.otherwise(request -> endless());
    try (SocketClient socket = SocketClient.open(URI.create(Api.server()))) {
      socket.send(Api.ask(", \"type\": \"start\", \"ref\": 1"));
      String run = socket.await("ack").path("run").asText();
      socket.await("candidate.delta");

      socket.send("{\"type\": \"cancel\", \"ref\": 2, \"run\": \"" + run + "\"}");

      socket.await(message -> message.path("ref").asInt() == 2);
      assertModelIsLeft();
      socket.await("run.cancelled");
    }
  }

  @Test
  void aClientThatVanishesCancelsTheRunThatIsTiedToItsStream() {
    model.otherwise(request -> endless());
    SseClient stream = SseClient.post(Api.runs(), Api.ask(", \"on_disconnect\": \"cancel\""));
    stream.await("candidate.delta");

    stream.close();

    assertModelIsLeft();
    await().until(() -> Api.get(stream.run()).path("status").equals("cancelled"));
  }

  @Test
  void aClientThatVanishesWhileTheModelIsSilentCancelsTheRunThatIsTiedToItsStream() {
    model.otherwise(request -> ScriptedAnswer.silent());
    SseClient stream = SseClient.post(Api.runs(), Api.ask(", \"on_disconnect\": \"cancel\""));
    stream.await("candidate.started");
    model.awaitRequest(1);

    stream.close();

    assertModelIsLeft();
  }

  @Test
  void aSocketThatVanishesCancelsTheRunsThatAreTiedToIt() {
    model.otherwise(request -> endless());
    SocketClient socket = SocketClient.open(URI.create(Api.server()));
    socket.send(Api.ask(", \"type\": \"start\", \"on_disconnect\": \"cancel\""));
    String run = socket.await("ack").path("run").asText();
    socket.await("candidate.delta");

    socket.abort();

    assertModelIsLeft();
    await().until(() -> Api.get(run).path("status").equals("cancelled"));
  }

  @Test
  void aClientThatVanishesWhileItWaitsCancelsTheRunThatIsTiedToIt() throws Exception {
    model.otherwise(request -> ScriptedAnswer.silent());
    try (java.net.Socket client =
        new java.net.Socket("localhost", URI.create(Api.server()).getPort())) {
      String body = Api.ask(", \"on_disconnect\": \"cancel\"");
      client
          .getOutputStream()
          .write(
              ("POST /v1/refinements HTTP/1.1\r\nHost: localhost\r\nPrefer: wait=60\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes());
      model.awaitRequest(1);
    }

    assertModelIsLeft();
  }

  @Test
  void aRunOutlivesItsStreamUnlessItIsTied() {
    model.enqueue(
        ScriptedAnswer.tokens("a", "b", "c", "d").every(Duration.ofMillis(50)),
        ModelServer.verdict("fine", "none"));
    SseClient stream = SseClient.post(Api.runs(), Api.ask(", \"max_iterations\": 0"));
    stream.await("candidate.delta");

    stream.close();

    await().until(() -> Api.get(stream.run()).path("status").equals("completed"));
    Api.get(stream.run()).then().body("content", equalTo("abcd"));
  }

  private static ScriptedAnswer endless() {
    String[] tokens = new String[2000];
    Arrays.fill(tokens, "tok ");
    return ScriptedAnswer.tokens(tokens).every(Duration.ofMillis(10));
  }

  private void assertModelIsLeft() {
    await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> model.requests().get(0).isAbandoned());
    await().during(Duration.ofMillis(200)).until(() -> model.requests().size() == 1);
  }
}
