package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new run from a candidate of another. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class ForkTest {

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void refinesTheBestFurtherWithTheSameSettings() {
    String run = refined();
    model.enqueue(ModelServer.verdict("still", "1"), ModelServer.verdict("good", "none"));
    model.enqueue(ScriptedAnswer.of("three"), ModelServer.verdict("fine", "1"));

    waited("{}", run)
        .statusCode(200)
        .body("id", not(run))
        .body("candidates.content", equalTo(List.of("one", "two", "three")))
        .body("candidates.iteration", equalTo(List.of(0, 0, 1)))
        .body("content", equalTo("two"))
        .body("settings.max_iterations", equalTo(1))
        .body("settings.reward.rubrics", hasSize(2))
        .body("metadata.team", equalTo("sky"));
    Api.get(run).then().body("candidates", hasSize(2));
  }

  @Test
  void startsFromAnEarlierCandidateWithOtherSettings() {
    String run = refined();
    model.enqueue(ScriptedAnswer.of("other"));

    waited(
            "{\"candidate\": 0, \"reward\": \"length_penalty\", \"generation\": {\"seed\": 9},"
                + " \"metadata\": {\"team\": \"sea\"}}",
            run)
        .statusCode(200)
        .body("candidates.content", equalTo(List.of("one", "other")))
        .body("settings.reward", equalTo("length_penalty"))
        .body("settings.generation.seed", equalTo(9))
        .body("settings.generation.temperature", nullValue())
        .body("metadata.team", equalTo("sea"));
  }

  @Test
  void followsAnAnswerWithAnotherQuestion() {
    String run = refined();
    model.enqueue(ScriptedAnswer.of("follow"), ModelServer.verdict("good", "none"));

    waited("{\"candidate\": 0, \"message\": \"And at night?\", \"max_iterations\": 0}", run)
        .statusCode(200)
        .body("messages.role", equalTo(List.of("user", "assistant", "user")))
        .body("messages[1].content", equalTo("one"))
        .body("messages[2].content", equalTo("And at night?"))
        .body("candidates.content", equalTo(List.of("follow")))
        .body("settings.reference", nullValue());
    assertTrue(
        ScriptedModelServer.text(model.requests().get(4).body()).endsWith("one\nAnd at night?"));
  }

  @Test
  void keepsTheReferenceUnlessSomethingElseIsAsked() {
    model.otherwise(request -> ScriptedAnswer.of("one"));
    String run =
        Api.finished(
                "{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}], \"max_iterations\": 0,"
                    + " \"reward\": \"rouge\", \"reference\": \"one\"}")
            .path("id");

    waited("", run).statusCode(200).body("settings.reference", equalTo("one"));
    fork("{\"message\": \"And then?\"}", run)
        .statusCode(400)
        .body("errors[0].field", equalTo("reward"))
        .body("errors[0].detail", containsString("reference"));
    waited("{\"message\": \"And then?\", \"reference\": \"two\"}", run)
        .statusCode(200)
        .body("settings.reference", equalTo("two"));
  }

  @Test
  void isAnsweredAsAStartIs() {
    String run = refined();
    model.otherwise(request -> ScriptedAnswer.silent());

    String other =
        fork("{}", run).statusCode(201).header("Location", not(endsWith(run))).extract().path("id");
    Api.get(other).then().statusCode(200);
    request("{}").header("Prefer", "wait=0").post(path(run)).then().statusCode(202);
    try (SseClient stream = SseClient.post(Api.server() + path(run), "{}")) {
      assertEquals(200, stream.status());
      assertTrue(stream.headers().firstValue("Location").isPresent());
      assertEquals("one", stream.await("run.created").data().at("/sample/candidates/0").asText());
    }
    try (SseClient stream =
        SseClient.post(
            Api.server() + path(run), "{\"stream\": true}", "Accept", "application/json")) {
      stream.await("run.created");
    }
    request("{}").accept("image/png").post(path(run)).then().statusCode(406);
  }

  @Test
  void isStartedOnceForAKey() {
    String run = refined();
    model.otherwise(request -> ScriptedAnswer.silent());

    String first =
        request("{}")
            .header("Idempotency-Key", run)
            .post(path(run))
            .then()
            .statusCode(201)
            .extract()
            .path("id");

    request(" {} ")
        .header("Idempotency-Key", run)
        .post(path(run))
        .then()
        .statusCode(200)
        .body("id", equalTo(first));
    request("{}").header("Idempotency-Key", run).post(path(first)).then().statusCode(422);
    request("{\"candidate\": 0}")
        .header("Idempotency-Key", run)
        .post(path(run))
        .then()
        .statusCode(422);
  }

  @Test
  void takesWhatARunThatGoesOnHasSoFar() {
    model.enqueue(ScriptedAnswer.of("one"), ModelServer.verdict("so so", "1"));
    model.otherwise(request -> ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));
    model.awaitRequest(3);

    fork("{}", run).statusCode(201);

    Api.get(run).then().body("status", equalTo("running"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"candidate": 2}             | candidate      | from 0 to 1
          {"candidate": -1}            | candidate      | from 0 to 1
          {"candidate": "best"}        | candidate      | a whole number
          {"message": " "}             | message        | what the answer is to follow
          {"messages": []}             | messages       | an unknown field; known here: candidate
          {"candidates": []}           | candidates     | an unknown field
          {"model": "none"}            | model          | one of: default
          {"max_iterations": 99}       | max_iterations | from 0 to 20
          {"stop": {"patience": 0}}    | stop.patience  | at least 1
          {"reward": "none"}           | reward         | reward
          []                           | ''             | an object
          """)
  void badInputStartsNothing(String body, String field, String right) {
    String run = refined();
    List<String> before = given().get(Api.RUNS).path("data.id");

    fork(body, run)
        .statusCode(400)
        .body("errors[0].field", equalTo(field))
        .body("errors[0].detail", containsString(right));

    assertEquals(before, given().get(Api.RUNS).path("data.id"));
  }

  @Test
  void aRunWithoutACandidateCannotBeForked() {
    model.otherwise(request -> ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));

    fork("{}", run)
        .statusCode(400)
        .body("errors[0].detail", equalTo("no candidate is complete yet"));
    fork("{}", "0192f3a0-0000-7000-8000-000000000000").statusCode(404);
  }

  /** A run of the candidates one and two, of which two is the best. */
  private String refined() {
    model.enqueue(ScriptedAnswer.of("one"), ModelServer.verdict("so so", "1"));
    model.enqueue(ScriptedAnswer.of("two"), ModelServer.verdict("good", "none"));
    return Api.finished(
            Api.ask(
                ", \"max_iterations\": 1, \"metadata\": {\"team\": \"sky\"},"
                    + " \"generation\": {\"temperature\": 0.5}"))
        .path("id");
  }

  private static RequestSpecification request(String body) {
    return Api.json(body);
  }

  private static ValidatableResponse fork(String body, String run) {
    return request(body).post(path(run)).then();
  }

  private static ValidatableResponse waited(String body, String run) {
    return request(body).header("Prefer", "wait=20").post(path(run)).then();
  }

  private static String path(String run) {
    return Api.RUNS + "/" + run + "/fork";
  }
}
