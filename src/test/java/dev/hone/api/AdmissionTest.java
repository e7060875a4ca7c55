package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(AdmissionTest.Narrow.class)
class AdmissionTest {

  public static class Narrow implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("hone.runs.max-active", "1", "hone.runs.max-queued", "1");
    }
  }

  @Test
  void whatIsOverTheQueueIsRefusedAndWhatWaitsStartsInItsTurn() {
    ScriptedAnswer endless = ModelServer.endless(); // a silent one would be given up in time
    ModelServer.fresh().otherwise(request -> endless);
    String ended = ended();
    String active = Api.start(Api.ask(""));
    await().until(() -> Api.get(active).path("status").equals("running"));
    String queued = Api.start(Api.ask(""));

    assertRefused("startRun", Api.json(Api.ask("")).post(Api.RUNS));
    assertRefused("forkRun", Api.json("{}").post(Api.RUNS + "/" + ended + "/fork"));
    assertRefused("completeChat", Chat.post(Chat.ask("")));
    Chat.post(Chat.ask(""))
        .then()
        .statusCode(503)
        .header("Retry-After", matchesPattern("[1-9]\\d*"))
        .body("error.type", equalTo("server_error"))
        .body("error.code", equalTo("unavailable"));
    try (SocketClient socket = SocketClient.open(URI.create(Api.server()))) {
      socket.send(Api.ask(", \"type\": \"start\""));
      assertEquals(503, socket.await("error").at("/problem/status").asInt());
    }
    Api.get(queued).then().body("status", equalTo("queued"));
    given()
        .queryParam("limit", 3)
        .get(Api.RUNS)
        .then()
        .body("data.id", equalTo(List.of(queued, active, ended)));

    given().delete(Api.RUNS + "/" + active).then().statusCode(202);

    await().until(() -> Api.get(queued).path("status").equals("running"));
    given().delete(Api.RUNS + "/" + queued).then().statusCode(202);
  }

  @Test
  void aBatchWaitsForPlacesAndIsRefusedOnlyAtItsBeginning() {
    ScriptedModelServer model = ModelServer.fresh();
    model.otherwise(request -> ScriptedAnswer.silent());
    String active = Api.start(Api.ask(""));
    model.awaitRequest(1);
    try (BatchClient batch = BatchClient.open(Samples.RULE + "&max_iterations=0")) {
      assertEquals(200, batch.status());
      String queued = Api.start(Api.ask(""));
      Samples.questions(30).forEach(batch::send);
      batch.end();
      try (BatchClient other = BatchClient.open(Samples.RULE)) {
        assertEquals(503, other.status());
        assertEquals("5", other.header("Retry-After"));
        assertEquals("close", other.header("Connection"));
      }
      model.otherwise(request -> Samples.answer());
      given().delete(Api.RUNS + "/" + active).then().statusCode(202);
      given().delete(Api.RUNS + "/" + queued);

      List<JsonNode> lines = batch.rest();

      assertEquals(30, lines.stream().filter(line -> line.has("output")).count());
    }
  }

  private static void assertRefused(String call, Response answer) {
    answer.then().statusCode(503).header("Retry-After", matchesPattern("[1-9]\\d*"));
    OpenApi.operation(call).assertDescribed(answer);
  }

  private static String ended() {
    String run =
        Api.start(
            "{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}], \"candidates\": [\"one\"],"
                + " \"reward\": \"length_penalty\", \"max_iterations\": 0}");
    await().until(() -> Api.get(run).path("status").equals("completed"));
    return run;
  }
}
