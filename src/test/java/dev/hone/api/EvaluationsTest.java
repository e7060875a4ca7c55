package dev.hone.api;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ModelServer.class)
class EvaluationsTest {

  private static final String PATH = "/v1/evaluations";

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void judgesEachCandidateAlone() {
    model.otherwise(
        request ->
            ScriptedModelServer.text(request).contains("Because.")
                ? ModelServer.verdict("too short", "1, 2")
                : ModelServer.verdict("fine", "none"));

    Api.json(body("\"Because.\", \"Air scatters blue light more.\"", rubrics("")))
        .post(PATH)
        .then()
        .statusCode(200)
        .body("evaluations.candidate", equalTo(List.of(0, 1)))
        .body("evaluations.score", equalTo(List.of(0.0f, 1.0f)))
        .body("evaluations[0].rubrics.met", equalTo(List.of(false, false)))
        .body("evaluations[0].feedback", containsString("too short"))
        .body("evaluations[1].details[0].reason", containsString("fine"))
        .body("usage.prompt_tokens", equalTo(20));
    assertEquals(2, model.requests().size());
  }

  @Test
  void ranksAllCandidatesInOneCall() {
    model.otherwise(EvaluationsTest::prefersTheGoodOne);

    Response answer =
        Api.json(body("\"A poor one.\", \"A good one.\"", rubrics(", \"mode\": \"listwise\"")))
            .post(PATH);

    answer
        .then()
        .statusCode(200)
        .body("evaluations.score", equalTo(List.of(0.0f, 1.0f)))
        .body("evaluations.collect { it.details[0].score }", equalTo(List.of(0.0f, 1.0f)))
        .body("evaluations[0].ranks.candidate", containsInAnyOrder(0, 1))
        .body("evaluations[0].ranks.find { it.candidate == 1 }.score", equalTo(1.0f))
        .body("evaluations.feedback", everyItem(containsString("The good one.")));
    OpenApi.operation("evaluate").assertDescribed(answer);
    assertEquals(1, model.requests().size());
  }

  @Test
  void setsEachCandidateAgainstTheBestSoFarInBothOrders() {
    model.otherwise(EvaluationsTest::prefersTheGoodOne);

    Response answer =
        Api.json(body("\"A poor one.\", \"A good one.\"", rubrics(", \"mode\": \"pairwise\"")))
            .post(PATH);

    answer
        .then()
        .statusCode(200)
        .body("evaluations[0].score", nullValue())
        .body("evaluations[1].score", equalTo(1.0f));
    OpenApi.operation("evaluate").assertDescribed(answer);
    assertEquals(3, model.requests().size());
  }

  @Test
  void aRuleNeedsNoModel() {
    Api.json(body("\"12345\"", ", \"reward\": \"length_penalty\""))
        .post(PATH)
        .then()
        .statusCode(200)
        .body("evaluations[0].score", equalTo(-0.05f))
        .body("evaluations[0].rubrics", nullValue());
    assertEquals(0, model.requests().size());
  }

  @Test
  void aVerdictThatCantBeHadIsAnEvaluationWithoutAScore() {
    model.otherwise(request -> ScriptedAnswer.of("I like it"));

    Api.json(body("\"Because of the air.\"", rubrics("")))
        .post(PATH)
        .then()
        .statusCode(200)
        .body("evaluations[0].score", nullValue())
        .body("evaluations[0].feedback", equalTo("No valid evaluation feedback available."));
  }

  @Test
  void aModelThatRefusesIsABadGateway() {
    model.otherwise(request -> ScriptedAnswer.error(401, "invalid_api_key", "sk-test-secret"));

    Api.json(body("\"Because of the air.\"", rubrics("")))
        .post(PATH)
        .then()
        .statusCode(502)
        .contentType("application/problem+json")
        .body("title", equalTo("The model call failed"));
  }

  @Test
  void aClientThatVanishesEndsTheJudgesCall() throws Exception {
    model.otherwise(request -> ScriptedAnswer.silent());
    String body = body("\"Because of the air.\"", rubrics(""));
    try (Socket client = new Socket("localhost", URI.create(Api.server()).getPort())) {
      client
          .getOutputStream()
          .write(
              ("POST /v1/evaluations HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.US_ASCII));
      model.awaitRequest(1);
    }

    model.awaitAbandoned(model.requests().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"candidates": ["a"]}                                                  | messages      | at least one message
          {"messages": [{"role": "user", "content": "q"}]}                       | candidates    | at least one candidate
          {"messages": [{"role": "user", "content": "q"}], "candidates": []}     | candidates    | at least one candidate
          {"messages": [{"role": "user", "content": "q"}], "candidates": [null]} | candidates[0] | not null
          {"messages": [{"role": "user", "content": "q"}], "candidates": ["a"], "judge_model": "x"} | judge_model | one of: default
          {"messages": [{"role": "user", "content": "q"}], "candidates": ["a"], "reward": "x"}      | reward      | GET /v1/rewards
          {"messages": [{"role": "user", "content": "q"}], "candidates": ["a"], "model": "x"}       | model       | an unknown field
          """)
  void namesTheFieldAndWhatWouldBeRight(String body, String field, String right) {
    Api.json(body)
        .post(PATH)
        .then()
        .statusCode(400)
        .body("errors", hasSize(1))
        .body("errors.field", hasItem(field))
        .body("errors.detail", hasItem(containsString(right)));
    assertEquals(0, model.requests().size());
  }

  /** Wherever it stands; where there is no other, there is nothing to choose. */
  private static ScriptedAnswer prefersTheGoodOne(JsonObject request) {
    String asked = ScriptedModelServer.text(request);
    int good = asked.indexOf("A good one.");
    String best = good < 0 ? "" : good < asked.indexOf("A poor one.") ? "1" : "2";
    String reason = "<reason>The good one.</reason>";
    return ScriptedAnswer.tokens(best.isEmpty() ? reason : reason + "<best>" + best + "</best>");
  }

  private static String body(String candidates, String more) {
    return "{\"messages\": [{\"role\": \"user\", \"content\": \"Why is the sky blue?\"}],"
        + " \"candidates\": ["
        + candidates
        + "]"
        + more
        + "}";
  }

  private static String rubrics(String mode) {
    return ", \"reward\": {\"rubrics\": [\"It is right.\", \"It is whole.\"]" + mode + "}";
  }
}
