package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run as an RM-Gallery sample. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class SampleTest {

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void tellsARunWithScoresAndReasons() {
    String run = refined();

    given()
        .get(Api.RUNS + "/" + run + "/sample")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("unique_id", equalTo(run))
        .body("input.role", equalTo(List.of("user")))
        .body("input[0].content", equalTo("Why is the sky blue?"))
        .body("output.answer.content", equalTo(List.of("one", "two")))
        .body("output.answer.role", equalTo(List.of("assistant", "assistant")))
        .body("output.answer.reward.score", equalTo(List.of(0.5f, 1.0f)))
        .body("output[0].answer.reward.details[0].name", equalTo("rubrics"))
        .body("output[0].answer.reward.details[0].score", equalTo(0.5f))
        .body("output.answer.label.preference", equalTo(List.of("rejected", "chosen")))
        .body("metadata.team", equalTo("sky"))
        .body("metadata.hone.stop_reason", equalTo("max_iterations"));
  }

  @Test
  void hasTheFieldsOfRmGalleryInTheirOrderNullsIncluded() throws Exception {
    JsonNode sample = sample(refined());

    assertEquals(
        List.of(
            "unique_id", "input", "output", "task_category", "source", "created_at", "metadata"),
        names(sample));
    List<String> message =
        List.of(
            "role",
            "name",
            "content",
            "reasoning_content",
            "tool_calls",
            "additional_kwargs",
            "time_created");
    assertEquals(message, names(sample.at("/input/0")));
    assertEquals(List.of("answer", "steps"), names(sample.at("/output/0")));
    List<String> answer = new ArrayList<>(message);
    answer.addAll(List.of("label", "reward"));
    assertEquals(answer, names(sample.at("/output/0/answer")));
    assertEquals(List.of("score", "details"), names(sample.at("/output/0/answer/reward")));
    assertEquals(
        List.of("name", "reason", "score"), names(sample.at("/output/0/answer/reward/details/0")));
    assertEquals(true, sample.path("source").isNull());
  }

  @Test
  void isALineOfABatchAgain() throws Exception {
    JsonNode before = sample(refined());
    model.enqueue(ModelServer.verdict("worse than it seemed", "1, 2"));
    model.enqueue(ModelServer.verdict("no", "1"), ScriptedAnswer.of("three"));
    model.enqueue(ModelServer.verdict("best", "none"));

    JsonNode after =
        BatchClient.refine(Samples.RUBRICS + "&max_iterations=1", List.of(before.toString()))
            .get(0);

    assertEquals(before.path("unique_id"), after.path("unique_id"));
    assertEquals(before.path("input"), after.path("input"));
    assertEquals(before.path("created_at"), after.path("created_at"));
    assertEquals(List.of("one", "two", "three"), texts(after, "/content"));
    assertEquals(List.of("0.0", "0.5", "1.0"), texts(after, "/reward/score"));
    assertEquals(List.of("rejected", "rejected", "chosen"), texts(after, "/label/preference"));
    assertEquals("sky", after.at("/metadata/team").asText());
  }

  @Test
  void tellsARunThatGoesOnAsItIs() {
    model.enqueue(ScriptedAnswer.of("one"));
    model.otherwise(request -> ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));
    model.awaitRequest(2);

    given()
        .get(Api.RUNS + "/" + run + "/sample")
        .then()
        .statusCode(200)
        .body("output.answer.content", equalTo(List.of("one")))
        .body("metadata.hone.status", equalTo("running"));
  }

  @Test
  void anUnknownRunHasNone() {
    given()
        .get(Api.RUNS + "/0192f3a0-0000-7000-8000-000000000000/sample")
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }

  private String refined() {
    model.enqueue(ScriptedAnswer.of("one"), ModelServer.verdict("so so", "1"));
    model.enqueue(ScriptedAnswer.of("two"), ModelServer.verdict("good", "none"));
    return Api.finished(Api.ask(", \"max_iterations\": 1, \"metadata\": {\"team\": \"sky\"}"))
        .path("id");
  }

  private static JsonNode sample(String run) throws Exception {
    return new ObjectMapper()
        .readTree(given().get(Api.RUNS + "/" + run + "/sample").then().extract().asString());
  }

  private static List<String> texts(JsonNode sample, String path) {
    List<String> texts = new ArrayList<>();
    sample.path("output").forEach(each -> texts.add(each.path("answer").at(path).asText()));
    return texts;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
