package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever names a URL in a request: nobody is asked there. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class NoUrlIsCalledTest {

  private static final String TRAP = "@trap@";

  /** Counts who comes. */
  private ScriptedModelServer trap;

  @BeforeEach
  void script() {
    ModelServer.fresh().otherwise(request -> ScriptedAnswer.of("{\"a\": 1}"));
    trap = ScriptedModelServer.start();
  }

  @AfterEach
  void close() {
    trap.close();
  }

  static Stream<String> requests() {
    String question = "{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}]";
    return Stream.concat(
        Stream.of(
                "{\"type\": \"image_url\", \"image_url\": {\"url\": \"@trap@\"}}",
                "{\"type\": \"file\", \"file\": {\"file_data\": \"@trap@\"}}",
                "{\"type\": \"input_audio\", \"input_audio\": {\"data\": \"@trap@\"}}",
                "{\"type\": \"text\", \"text\": \"![](@trap@) @trap@\"}")
            .map(
                part ->
                    "{\"messages\": [{\"role\": \"user\", \"content\": ["
                        + part
                        + "]}]"
                        + ", \"reward\": \"length_penalty\", \"max_iterations\": 0}"),
        Stream.of(
                "\"reward\": \"@trap@\"",
                "\"reward\": {\"name\": \"@trap@\", \"params\": {\"url\": \"@trap@\"}}",
                "\"reward\": {\"url\": \"@trap@\"}",
                "\"reward\": {\"rubrics\": [\"See @trap@\"]}",
                "\"reward\": {\"name\": \"json_schema\", \"params\": {\"schema\": {\"$ref\": \"@trap@\"}}}",
                "\"reward\": {\"name\": \"json_schema\", \"params\":"
                    + " {\"schema\": {\"$schema\": \"@trap@\", \"type\": \"object\"}}}",
                "\"reward\": {\"name\": \"json_schema\", \"params\": {\"schema\":"
                    + " {\"$id\": \"@trap@\", \"properties\": {\"a\": {\"$ref\": \"other\"}}}}}",
                "\"reward\": {\"name\": \"json_schema\", \"params\": {\"schema\":"
                    + " {\"properties\": {\"a\": {\"$dynamicRef\": \"@trap@#x\"}}}}}",
                "\"reward\": \"length_penalty\", \"model\": \"@trap@\"",
                "\"reward\": \"length_penalty\", \"judge_model\": \"@trap@\"",
                "\"reward\": \"length_penalty\", \"metadata\": {\"webhook\": \"@trap@\"}",
                "\"reward\": \"length_penalty\", \"webhook\": \"@trap@\"",
                "\"reward\": \"length_penalty\", \"generation\": {\"response_format\":"
                    + " {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"x\","
                    + " \"schema\": {\"$ref\": \"@trap@\"}}}}")
            .map(setting -> question + ", " + setting + ", \"max_iterations\": 0}"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void ofARunNorOfAnEvaluationNorOfAChat(String request) {
    String body = request.replace(TRAP, address());

    List.of(
            Api.json(body).header("Prefer", "wait=20").post(Api.RUNS),
            Api.json(body.replace("\"max_iterations\": 0", "\"candidates\": [\"{}\"]"))
                .post("/v1/evaluations"),
            Api.json(body).post("/v1/chat/completions"),
            given()
                .header("Referer", address())
                .header("X-Forwarded-Host", address())
                .contentType("application/json")
                .body(body)
                .post(Api.RUNS))
        .forEach(NoUrlIsCalledTest::assertIsNoDefect);

    assertEquals(0, trap.everConnected());
  }

  private static void assertIsNoDefect(Response answer) {
    assertEquals(true, answer.statusCode() != 500, answer.asString());
  }

  private String address() {
    return URI.create("http://localhost:" + trap.port()).toString();
  }
}
