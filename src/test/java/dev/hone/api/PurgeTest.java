package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is erased is gone for everybody. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class PurgeTest {

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void endsARunThatGoesOnAndErasesIt() {
    model.otherwise(request -> ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));
    model.awaitRequest(1);
    try (SseClient stream = SseClient.get(Api.events(run));
        SocketClient socket = SocketClient.open(URI.create(Api.server()))) {
      stream.await("candidate.started");
      socket.send("{\"type\": \"watch\", \"ref\": 1, \"run\": \"" + run + "\"}");
      socket.await("candidate.started");

      purge(run).statusCode(204).body(emptyString());

      await().atMost(Duration.ofSeconds(1)).until(() -> model.requests().get(0).isAbandoned());
      stream.awaitEnd();
      socket.await(
          message -> List.of("run.cancelled", "error").contains(message.path("type").asText()));
    }
    assertIsGone(run);
  }

  @Test
  void erasesARunThatHasEnded() {
    model.otherwise(request -> ScriptedAnswer.of("one"));
    String run =
        Api.finished(
                "{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}],"
                    + " \"reward\": \"length_penalty\", \"max_iterations\": 0}")
            .path("id");

    purge(run).statusCode(204);

    assertIsGone(run);
    assertEquals(1, model.requests().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "", "TRUE", "1"})
  void wantsToBeSure(String purge) {
    model.otherwise(request -> ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));

    given()
        .queryParam("purge", purge)
        .delete(Api.RUNS + "/" + run)
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("purge"))
        .body("errors[0].detail", equalTo("true or false"));

    given().queryParam("purge", "false").delete(Api.RUNS + "/" + run).then().statusCode(202);
    Api.get(run).then().statusCode(200);
  }

  private static ValidatableResponse purge(String run) {
    return given().queryParam("purge", true).delete(Api.RUNS + "/" + run).then();
  }

  private static void assertIsGone(String run) {
    String path = Api.RUNS + "/" + run;
    Api.get(run).then().statusCode(404);
    given().get(path + "/events").then().statusCode(404);
    given().get(path + "/sample").then().statusCode(404);
    given().get(Api.RUNS).then().body("data.id", not(hasItem(run)));
    Api.json("{\"text\": \"x\"}").post(path + "/steering").then().statusCode(404);
    Api.json("{}").post(path + "/accept").then().statusCode(404);
    Api.json("{}").post(path + "/fork").then().statusCode(404);
    given().delete(path).then().statusCode(404);
    purge(run).statusCode(404).contentType("application/problem+json");
  }
}
