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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    given().get("/").then().statusCode(200).contentType(endsWith("html;charset=UTF-8"));
  }
}
