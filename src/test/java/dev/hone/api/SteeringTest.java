package dev.hone.api;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.Gate;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People change a run while it goes on. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class SteeringTest {

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void whatIsSaidForNextIsInTheNextPrompt() {
    Gate said = new Gate();
    model.enqueue(held(said), ModelServer.verdict("fine", "1"));
    model.otherwise(ModelServer.writes(List.of(ScriptedAnswer.of("two")), fine()));
    try (SseClient stream = SseClient.post(Api.runs(), Api.ask(", \"max_iterations\": 1"))) {
      stream.await("candidate.delta");

      steer(stream.run(), "Shorter.", "next");
      steer(stream.run(), "In verse.", "next");
      said.open();

      stream.awaitEnd();
    }
    String prompt = ScriptedModelServer.text(writers().get(1));
    assertTrue(prompt.indexOf("Shorter.") < prompt.indexOf("In verse."));
    assertTrue(prompt.contains("Shorter."));
    assertEquals(2, writers().size());
  }

  @Test
  void steeringALastCandidateGrantsOneMore() {
    Gate said = new Gate();
    model.enqueue(held(said));
    model.otherwise(ModelServer.writes(List.of(ScriptedAnswer.of("two")), fine()));
    try (SseClient stream = SseClient.post(Api.runs(), Api.ask(", \"max_iterations\": 0"))) {
      stream.await("candidate.delta");

      steer(stream.run(), "Shorter.", "next");
      said.open();

      stream.awaitEnd();
      Api.get(stream.run()).then().body("candidates.size()", equalTo(2));
    }
  }

  @Test
  void whatIsSaidForNowStartsTheCandidateAgain() {
    model.enqueue(ScriptedAnswer.of("one"), ModelServer.verdict("so so", "1"), endless());
    model.otherwise(ModelServer.writes(List.of(ScriptedAnswer.of("short two")), fine()));
    try (SseClient stream = SseClient.post(Api.runs(), Api.ask(", \"max_iterations\": 1"))) {
      stream.await(
          event ->
              event.name().equals("candidate.delta")
                  && event.data().path("candidate").asInt() == 1);

      steer(stream.run(), "Shorter.", "now");

      model.awaitAbandoned(model.requests().get(2));
      SseClient.Received discarded = stream.await("candidate.discarded");
      assertEquals("steered", discarded.text("reason"));
      stream.awaitEnd();
      Api.get(stream.run())
          .then()
          .body("status", equalTo("completed"))
          .body("candidates[1].content", equalTo("short two"));
    }
    assertTrue(ScriptedModelServer.text(writers().get(2)).contains("A reader asks: Shorter."));
  }

  @Test
  void whatIsSaidForNowIsInTheFirstAnswerToo() {
    model.enqueue(endless());
    model.otherwise(ModelServer.writes(List.of(ScriptedAnswer.of("short one")), fine()));
    try (SseClient stream = SseClient.post(Api.runs(), Api.ask(", \"max_iterations\": 0"))) {
      stream.await("candidate.delta");

      steer(stream.run(), "Shorter.", "now");

      stream.await(
          event ->
              event.name().equals("candidate.started")
                  && event.data().path("feedback").asText().equals("A reader asks: Shorter."));
      stream.awaitEnd();
      Api.get(stream.run()).then().body("candidates.content", equalTo(List.of("short one")));
    }
    assertTrue(ScriptedModelServer.text(writers().get(1)).endsWith("A reader asks: Shorter."));
  }

  @Test
  void acceptingEndsTheRunAndItsCall() {
    model.enqueue(ScriptedAnswer.of("one"), ModelServer.verdict("so so", "1"), endless());
    String run = Api.start(Api.ask(""));
    model.awaitRequest(3);

    Api.json("{\"candidate\": 0}")
        .post(Api.RUNS + "/" + run + "/accept")
        .then()
        .statusCode(200)
        .body("status", equalTo("completed"))
        .body("stop_reason", equalTo("accepted"))
        .body("content", equalTo("one"));

    model.awaitAbandoned(model.requests().get(2));
    Api.json("{}").post(Api.RUNS + "/" + run + "/accept").then().statusCode(409);
    Api.json("{\"text\": \"x\"}").post(Api.RUNS + "/" + run + "/steering").then().statusCode(409);
  }

  @Test
  void theSocketSteersAndAcceptsToo() {
    model.enqueue(
        ScriptedAnswer.of("one"), ModelServer.verdict("so so", "1"), endless(), endless());
    try (SocketClient socket = SocketClient.open(URI.create(Api.server()))) {
      socket.send(Api.ask(", \"type\": \"start\", \"ref\": 1"));
      String run = socket.await("ack").path("run").asText();
      model.awaitRequest(3);

      socket.send(
          "{\"type\": \"steer\", \"ref\": 2, \"run\": \""
              + run
              + "\", \"text\": \"Shorter.\", \"when\": \"now\"}");
      socket.await(message -> message.path("ref").asInt() == 2);
      socket.await("steering.received");
      model.awaitRequest(4);
      socket.send("{\"type\": \"accept\", \"ref\": 3, \"run\": \"" + run + "\"}");

      assertEquals(
          "ack", socket.await(message -> message.path("ref").asInt() == 3).path("type").asText());
      assertEquals("accepted", socket.await("run.completed").path("stop_reason").asText());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          steering | {}                            | text
          steering | {"text": " "}                 | text
          steering | {"text": 1}                   | text
          steering | {"text": "x", "when": "soon"} | when
          steering | {"text": "x", "y": 1}         | y
          accept   | {"candidate": 7}              | candidate
          accept   | {"candidate": -1}             | candidate
          accept   | {"candidate": "best"}         | candidate
          accept   | {}                            | candidate
          """)
  void badInputChangesNothing(String call, String body, String field) {
    model.otherwise(request -> ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));
    model.awaitRequest(1);

    Api.json(body)
        .post(Api.RUNS + "/" + run + "/" + call)
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo(field));

    Api.get(run).then().body("status", equalTo("running"));
    io.restassured.RestAssured.delete(Api.RUNS + "/" + run);
  }

  private List<JsonObject> writers() {
    return model.requests().stream()
        .map(ScriptedModelServer.Received::body)
        .filter(request -> !ModelServer.isJudge(request))
        .toList();
  }

  private static void steer(String run, String text, String when) {
    Api.json("{\"text\": \"" + text + "\", \"when\": \"" + when + "\"}")
        .post(Api.RUNS + "/" + run + "/steering")
        .then()
        .statusCode(202);
  }

  private static ScriptedAnswer fine() {
    return ModelServer.verdict("fine", "none");
  }

  /** Begun, and complete once the gate is open. */
  private static ScriptedAnswer held(Gate gate) {
    return ScriptedAnswer.stream().text("a").hold(gate).text("b").finish("stop").done();
  }

  private static ScriptedAnswer endless() {
    String[] tokens = new String[2000];
    Arrays.fill(tokens, "tok ");
    return ScriptedAnswer.tokens(tokens).every(Duration.ofMillis(10));
  }
}
