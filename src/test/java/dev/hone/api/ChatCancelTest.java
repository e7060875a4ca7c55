package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import dev.hone.run.RunRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that goes away ends its run, down to the model's socket, within a second. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class ChatCancelTest {

  @Inject RunRequests requests;

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void inTheMiddleOfAStream() {
    ScriptedAnswer endless = ModelServer.endless();
    model.otherwise(request -> endless);
    SseClient stream = Chat.stream(Chat.ask(", \"stream\": true"));
    await().until(() -> stream.events().size() > 5);

    stream.close();

    assertModelIsLeft(0);
    assertCancelled();
  }

  @Test
  void beforeTheStreamHasBegun() throws IOException {
    model.otherwise(request -> ScriptedAnswer.silent());

    askAndLeave(", \"stream\": true", 1);

    assertModelIsLeft(0);
    assertCancelled();
  }

  @Test
  void whileTheStreamIsSilent() {
    model.enqueue(ScriptedAnswer.of("Poor."), ScriptedAnswer.silent());
    SseClient stream = Chat.stream(Chat.ask(", \"stream\": true"));
    model.awaitRequest(2);

    stream.close();

    assertModelIsLeft(1);
    assertCancelled();
  }

  @Test
  void whileItWaitsForTheWholeAnswer() throws IOException {
    model.otherwise(request -> ScriptedAnswer.silent());

    askAndLeave("", 1);

    assertModelIsLeft(0);
    assertCancelled();
  }

  @Test
  void whileItWaitsForTheWholeAnswerAndTheJudgeIsSilent() throws IOException {
    model.enqueue(ScriptedAnswer.of("Poor."), ScriptedAnswer.silent());

    askAndLeave("", 2);

    assertModelIsLeft(1);
    assertCancelled();
  }

  /** As where another pod has ended the run of one that was stopped for a while. */
  @Test
  void aClientThatIsStillThereMayAskAgain() {
    model.otherwise(request -> ScriptedAnswer.silent());
    CompletableFuture<Response> answer =
        CompletableFuture.supplyAsync(() -> Chat.post(Chat.ask("")));
    model.awaitRequest(1);
    String run = given().queryParam("status", "running").get(Api.RUNS).path("data[0].id");

    requests.cancel(run, "disconnect").await().atMost(Duration.ofSeconds(10));

    answer
        .join()
        .then()
        .statusCode(503)
        .body("error.type", equalTo("server_error"))
        .body("error.code", equalTo("unavailable"));
  }

  /** Leaves when so many calls have reached the model. */
  private void askAndLeave(String more, int calls) throws IOException {
    String body = Chat.ask(more);
    try (Socket client = new Socket("localhost", URI.create(Api.server()).getPort())) {
      client
          .getOutputStream()
          .write(
              ("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.US_ASCII));
      model.awaitRequest(calls);
    }
  }

  private void assertModelIsLeft(int call) {
    await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> model.requests().get(call).isAbandoned());
    await().during(Duration.ofMillis(200)).until(() -> model.requests().size() == call + 1);
  }

  private static void assertCancelled() {
    String run = io.restassured.RestAssured.get(Api.RUNS).path("data[0].id");
    await().until(() -> Api.get(run).path("status").equals("cancelled"));
    try (SseClient events = SseClient.get(Api.events(run))) {
      assertEquals("disconnect", events.await("run.cancelled").text("by"));
    }
    Api.get(run).then().body("status", equalTo("cancelled"));
  }
}
