package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ModelServer.class)
class RefinementsTest {

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void returnsTheBestOfOneCallMoreThanIterationsOfBothKinds() {
    model.enqueue(
        ScriptedAnswer.tokens("first", " answer"),
        ModelServer.verdict("too long", "1, 2"),
        ScriptedAnswer.tokens("second"),
        ModelServer.verdict("good", "none"),
        ScriptedAnswer.tokens("third"),
        ModelServer.verdict("worse", "2"));

    Api.json(Api.ask(", \"max_iterations\": 2, \"metadata\": {\"team\": \"sky\"}"))
        .header("Prefer", "wait=20")
        .post(Api.RUNS)
        .then()
        .statusCode(200)
        .header("Location", notNullValue())
        .header("Preference-Applied", "wait=20")
        .body("status", equalTo("completed"))
        .body("best", equalTo(1))
        .body("content", equalTo("second"))
        .body("score", equalTo(1.0f))
        .body("stop_reason", equalTo("max_iterations"))
        .body("candidates", hasSize(3))
        .body("candidates[0].score", equalTo(0.0f))
        .body("candidates[0].rubrics.met", equalTo(List.of(false, false)))
        .body("candidates[2].rubrics.met", equalTo(List.of(true, false)))
        .body("candidates[0].feedback", org.hamcrest.Matchers.containsString("too long"))
        .body("candidates[0].finish_reason", equalTo("stop"))
        .body("usage.prompt_tokens", equalTo(60))
        .body("settings.model", equalTo("default"))
        .body("metadata.team", equalTo("sky"))
        .body("problem", nullValue());
    assertEquals(6, model.requests().size());
  }

  @Test
  void everyPromptBeginsWithAllOfThePromptBefore() {
    model.otherwise(
        ModelServer.writes(
            List.of(
                ScriptedAnswer.tokens("one"),
                ScriptedAnswer.tokens("two"),
                ScriptedAnswer.tokens("three"),
                ScriptedAnswer.tokens("four")),
            ModelServer.verdict("say more", "1")));

    Api.finished(Api.ask(""));

    List<JsonArray> prompts =
        model.requests().stream()
            .map(ScriptedModelServer.Received::body)
            .filter(request -> !ModelServer.isJudge(request))
            .map(request -> request.getJsonArray("messages"))
            .toList();
    assertEquals(4, prompts.size());
    for (int i = 1; i < prompts.size(); i++) {
      List<?> before = prompts.get(i - 1).getList();
      assertEquals(before, prompts.get(i).getList().subList(0, before.size()));
    }
    assertTrue(
        ScriptedModelServer.text(new JsonObject().put("messages", prompts.get(3)))
            .contains("say more"));
  }

  @Test
  void aRunThatIsNotWaitedForIsCreated() {
    model.otherwise(request -> ScriptedAnswer.silent());

    String id =
        Api.json(Api.ask(""))
            .post(Api.RUNS)
            .then()
            .statusCode(201)
            .header("Location", notNullValue())
            .body("id", notNullValue())
            .extract()
            .path("id");

    Api.get(id).then().statusCode(200).body("status", equalTo("running"));
    given().delete(Api.RUNS + "/" + id).then().statusCode(202);
  }

  @Test
  void aRunThatTakesLongerThanIsWaitedForIsAnsweredAsItIs() {
    model.otherwise(request -> ScriptedAnswer.silent());

    String id =
        Api.json(Api.ask(""))
            .header("Prefer", "wait=1")
            .post(Api.RUNS)
            .then()
            .statusCode(202)
            .header("Location", notNullValue())
            .body("status", equalTo("running"))
            .extract()
            .path("id");

    given().delete(Api.RUNS + "/" + id).then().statusCode(202);
  }

  @Test
  void waitingForNoTimeAnswersAtOnce() {
    model.otherwise(request -> ScriptedAnswer.silent());

    String id =
        Api.json(Api.ask(""))
            .header("Prefer", "wait=0")
            .post(Api.RUNS)
            .then()
            .statusCode(202)
            .extract()
            .path("id");

    given().delete(Api.RUNS + "/" + id).then().statusCode(202);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait=0                | 202 | wait=0",
        "respond-async, wait=0 | 202 | wait=0",
        "WAIT = \"0\"; foo     | 202 | wait=0",
        "foo=\"a, wait=9\", wait=0 | 202 | wait=0",
        "wait=-1               | 201 |",
        "wait=soon             | 201 |",
        "wait=                 | 201 |",
        "wait                  | 201 |",
        "handling=lenient      | 201 |",
      })
  void heedsAPreferenceThatMakesSense(String prefer, int status, String applied) {
    model.otherwise(request -> ScriptedAnswer.silent());

    Api.json(Api.ask(""))
        .header("Prefer", prefer)
        .post(Api.RUNS)
        .then()
        .statusCode(status)
        .header("Preference-Applied", equalTo(applied))
        .header("Location", notNullValue());
  }

  @Test
  void waitsNoLongerThanTheServerDoesHoweverMuchIsWanted() {
    model.otherwise(request -> ScriptedAnswer.of("one"));

    Api.json(Api.ask(", \"max_iterations\": 0"))
        .header("Prefer", "wait=99999999999999999999")
        .post(Api.RUNS)
        .then()
        .statusCode(200)
        .header("Preference-Applied", equalTo("wait=300"));
  }

  @Test
  void aStreamHeedsNoPreference() {
    model.otherwise(request -> ScriptedAnswer.silent());
    try (SseClient stream = SseClient.post(Api.runs(), Api.ask(""), "Prefer", "wait=1")) {
      stream.await("candidate.started");

      assertTrue(stream.headers().firstValue("Preference-Applied").isEmpty());
      assertTrue(stream.headers().firstValue("Location").isPresent());
    }
  }

  @Test
  void pagesStayWhereTheyAreWhileRunsAreStarted() {
    model.otherwise(request -> ScriptedAnswer.silent());
    List<String> runs = Stream.generate(() -> Api.start(Api.ask(""))).limit(5).toList();
    List<String> listed = new ArrayList<>();
    String after = null;
    for (int page = 0; page < 3; page++) {
      RequestSpecification request = given().queryParam("limit", 2);
      Response answer =
          (after == null ? request : request.queryParam("after", after)).get(Api.RUNS);
      List<String> ids = answer.path("data.id");
      assertTrue(ids.size() <= 2);
      listed.addAll(ids);
      after = answer.path("next");
      Api.start(Api.ask(""));
    }

    List<String> newestFirst = new ArrayList<>(runs);
    Collections.reverse(newestFirst);
    assertEquals(newestFirst, listed.subList(0, 5));
  }

  @Test
  void cancellingEndsARunOnce() {
    model.otherwise(request -> ScriptedAnswer.silent());
    String id = Api.start(Api.ask(""));

    given().delete(Api.RUNS + "/" + id).then().statusCode(202).body("status", equalTo("cancelled"));
    given().delete(Api.RUNS + "/" + id).then().statusCode(204);
    Api.get(id).then().body("status", equalTo("cancelled")).body("ended_at", notNullValue());
  }

  @Test
  void listsTheNewestFirstWithoutTexts() {
    model.otherwise(request -> ScriptedAnswer.silent());
    String older = Api.start(Api.ask(""));
    String newer = Api.start(Api.ask(""));

    String next =
        given()
            .queryParam("limit", 1)
            .get(Api.RUNS)
            .then()
            .statusCode(200)
            .body("data.id", equalTo(List.of(newer)))
            .body("data[0].messages", nullValue())
            .body("data[0].status", equalTo("running"))
            .extract()
            .path("next");
    given()
        .queryParam("limit", 1)
        .queryParam("after", next)
        .get(Api.RUNS)
        .then()
        .body("data.id", equalTo(List.of(older)));
    given()
        .queryParam("status", "cancelled")
        .get(Api.RUNS)
        .then()
        .body("data.id", not(hasItem(newer)));
    given().delete(Api.RUNS + "/" + older);
    given().delete(Api.RUNS + "/" + newer);
  }

  @Test
  void anUnknownRunIsNotFoundByAnyCall() {
    String run = Api.RUNS + "/0192f3a0-0000-7000-8000-000000000000";

    given().get(run).then().statusCode(404).contentType("application/problem+json");
    given().get(run + "/events").then().statusCode(404);
    given().delete(run).then().statusCode(404).body("title", equalTo("No such run"));
  }

  @Test
  void describesItsRewards() {
    given()
        .get("/v1/rewards")
        .then()
        .statusCode(200)
        .body("data.name", hasItems("base_helpfulness_pointwise", "length_penalty"))
        .body("data.find { it.name == 'length_penalty' }.kind", equalTo("rule"))
        .body("data.find { it.name == 'length_penalty' }.range.max", equalTo(0.0f))
        .body("data.find { it.name == 'length_penalty' }.params.name", hasItem("min_length"));
  }

  @Test
  void listsItsModelsInOpenAisShape() {
    given()
        .get("/v1/models")
        .then()
        .statusCode(200)
        .body("object", equalTo("list"))
        .body("data[0].id", equalTo("default"))
        .body("data[0].object", equalTo("model"));
  }

  @Test
  void describesItself() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("info.title", equalTo("Hone"));
    given().get("/asyncapi.yaml").then().statusCode(200).body(startsWith("asyncapi: 3."));
    given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    given().get("/").then().statusCode(200).contentType(endsWith("html;charset=UTF-8"));
  }
}
