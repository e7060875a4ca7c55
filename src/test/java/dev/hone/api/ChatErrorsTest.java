package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong is told in OpenAI's shape, with the status that OpenAI's clients expect. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class ChatErrorsTest {

  private static final String BAD =
      """
      ''                                                    | ''                   | invalid_value | a JSON object
      []                                                    | ''                   | invalid_value | an object
      {"messages": [                                        | messages             | invalid_value | breaks at line 1
      {}                                                    | messages             | invalid_value | at least one message
      {"messages": []}                                      | messages             | invalid_value | at least one message
      {"messages": "hi"}                                    | messages             | invalid_value | a list
      {"messages": [{"role": "bot", "content": "a"}]}       | messages[0].role     | invalid_value | one of: system
      {"messages": [{"role": "user"}]}                      | messages[0].content  | invalid_value | a string or text parts
      {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u"}}]}]}    | messages[0].content | invalid_value | only parts
      {"messages": [{"role": "user", "content": [{"type": "input_audio", "input_audio": {}}]}]}          | messages[0].content | invalid_value | only parts
      {"messages": [{"role": "user", "content": [{"type": "file", "file": {}}]}]}                        | messages[0].content | invalid_value | only parts
      M, "n": 2                                             | n                    | unsupported_value | only 1
      M, "n": 0                                             | n                    | unsupported_value | only 1
      M, "n": "one"                                         | n                    | invalid_value | a whole number
      M, "tools": [{"type": "function"}]                    | tools                | unsupported_value | not supported
      M, "functions": [{"name": "f"}]                       | functions            | unsupported_value | not supported
      M, "audio": {"voice": "alloy"}                        | audio                | unsupported_value | not supported
      M, "modalities": ["text", "audio"]                    | modalities           | unsupported_value | not supported
      M, "model": 4                                         | model                | invalid_value | a string
      M, "stream": "yes"                                    | stream               | invalid_value | true or false
      M, "temperature": 3                                   | temperature          | invalid_value | from 0 to 2
      M, "temperature": "hot"                               | temperature          | invalid_value | a number
      M, "top_p": 1.5                                       | top_p                | invalid_value | from 0 to 1
      M, "max_tokens": 0                                    | max_tokens           | invalid_value | at least 1
      M, "max_completion_tokens": 0                         | max_completion_tokens | invalid_value | at least 1
      M, "stop": ""                                         | stop                 | invalid_value | not empty
      M, "response_format": "json"                          | response_format      | invalid_value | an object
      M, "hone": {"max_iterations": 99}                     | hone.max_iterations  | invalid_value | from 0 to 20
      M, "hone": {"reward": "nonsense"}                     | hone.reward          | invalid_value | GET /v1/rewards
      M, "hone": {"reward": {"rubrics": []}}                | hone.reward.rubrics  | invalid_value | at least one
      M, "hone": {"judge_model": "gpt-9"}                   | hone.judge_model     | invalid_value | one of: default
      M, "hone": {"stop": {"patience": 0}}                  | hone.stop.patience   | invalid_value | at least 1
      M, "hone": {"stop": {"deadline": "soon"}}             | hone.stop.deadline   | invalid_value | PT2M
      """;

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @ParameterizedTest
  @CsvSource(textBlock = BAD, delimiter = '|', maxCharsPerColumn = 500)
  void aBadRequestNamesWhatIsWrong(String body, String param, String code, String right) {
    String messages = "\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]";
    String json = body.startsWith("M,") ? "{" + messages + body.substring(1) + "}" : body;

    error(Chat.post(json).then().statusCode(400))
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.code", equalTo(code))
        .body("error.param", param.isEmpty() ? nullValue() : equalTo(param))
        .body("error.message", containsString(right));
    assertTrue(model.requests().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-9",
        "hone/gpt-9",
        "hone/default:none",
        "default:none",
        "hone/",
        "",
        "hone/:x"
      })
  void anUnknownModelIsNotFound(String name) {
    error(Chat.post(Chat.ask("").replace("\"default\"", "\"" + name + "\"")).then().statusCode(404))
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.code", equalTo("model_not_found"))
        .body("error.param", equalTo("model"))
        .body("error.message", containsString("GET /v1/models"));
  }

  @Test
  void allThatIsWrongIsInTheMessage() {
    Chat.post(Chat.ask(", \"temperature\": 9, \"top_p\": 9"))
        .then()
        .statusCode(400)
        .body("error.param", equalTo("temperature"))
        .body("error.message", containsString("temperature: a number from 0 to 2; top_p: "));
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    error(Chat.post("{\"messages\": \"" + "x".repeat(1_100_000) + "\"}").then().statusCode(413))
        .body("error.code", equalTo("too_large"))
        .body("error.type", equalTo("invalid_request_error"));
  }

  @Test
  void aBodyOfNoStatedLengthThatIsTooLargeIsRefused() throws IOException {
    String half = "x".repeat(600_000);
    String chunk = Integer.toHexString(half.length()) + "\r\n" + half + "\r\n";
    String answer =
        raw(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk
                + chunk
                + "0\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    assertTrue(answer.contains("\"code\":\"too_large\""), answer);
  }

  @Test
  void anotherMediaTypeOrMethodIsRefused() {
    error(
            given()
                .contentType("text/plain")
                .body(Chat.ask(""))
                .post(Chat.PATH)
                .then()
                .statusCode(415))
        .body("error.code", equalTo("unsupported_media_type"));
    error(given().get(Chat.PATH).then().statusCode(405))
        .body("error.code", equalTo("method_not_allowed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/responses", "/v1/embeddings", "/v1/completions", "/v1/responses/x"})
  void whatHoneHasNotIsSaidInTheirShape(String path) {
    error(Api.json("{}").post(path).then().statusCode(404))
        .body("error.code", equalTo("not_found"))
        .body("error.message", containsString("There is nothing at this path"));
  }

  @Test
  void anErrorAboutModelsIsAProblemAndTheirErrorAtOnce() {
    given()
        .get("/v1/models/none")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("title", equalTo("No such model"))
        .body("status", equalTo(404))
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.code", equalTo("model_not_found"))
        .body("error.message", containsString("GET /v1/models"))
        .body("error", hasKey("param"));
  }

  @Test
  void otherPathsGoOnHavingProblems() {
    given()
        .get("/v1/refinements/none")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("$", not(hasKey("error")));
  }

  @Test
  void theProvidersRefusalOfOurKeyIsNotTheClients() {
    model.otherwise(request -> ScriptedAnswer.error(401, "invalid_api_key", "sk-test-secret"));

    for (String stream : List.of("false", "true")) {
      error(Chat.post(Chat.ask(", \"stream\": " + stream)).then().statusCode(502))
          .header("x-should-retry", equalTo("false"))
          .header("Hone-Run", notNullValue())
          .body("error.type", equalTo("server_error"))
          .body("error.code", equalTo("model_failed"))
          .body("error.message", not(containsString("sk-test-secret")));
    }
  }

  @Test
  void aPromptThatIsTooLongIsTheClients() {
    model.otherwise(
        request -> ScriptedAnswer.error(400, "context_length_exceeded", "sk-test-secret"));

    for (String stream : List.of("false", "true")) {
      error(Chat.post(Chat.ask(", \"stream\": " + stream)).then().statusCode(400))
          .body("error.type", equalTo("invalid_request_error"))
          .body("error.code", equalTo("context_length_exceeded"))
          .body("error.message", not(containsString("sk-test-secret")));
    }
  }

  @Test
  void aModelThatFailsAfterItsFirstWordIsToldInTheStream() {
    model.otherwise(
        request -> ScriptedAnswer.stream().text("Po").pause(Duration.ofMillis(20)).cut());

    try (SseClient stream = Chat.stream(Chat.ask(", \"stream\": true"))) {
      List<JsonNode> chunks = Chat.chunks(stream);

      assertEquals(200, stream.status());
      JsonNode error = chunks.get(chunks.size() - 1).path("error");
      assertEquals("model_failed", error.path("code").asText());
      assertEquals("server_error", error.path("type").asText());
      assertTrue(error.has("param"));
      assertEquals("", Chat.text(chunks, "content"));
      assertEquals("[DONE]", stream.lastData());
    }
  }

  @Test
  void aRunThatIsCancelledBeforeAnyAnswerHasNone() {
    model.otherwise(
        request -> ScriptedAnswer.stream().text("Po").pause(Duration.ofSeconds(5)).done());
    try (SseClient stream = Chat.stream(Chat.ask(", \"stream\": true"))) {
      String run = stream.headers().firstValue("Hone-Run").orElseThrow();

      given().delete(Api.RUNS + "/" + run).then().statusCode(202);

      List<JsonNode> chunks = Chat.chunks(stream);
      assertEquals("cancelled", chunks.get(chunks.size() - 1).at("/error/code").asText());
    }
  }

  private static ValidatableResponse error(ValidatableResponse response) {
    return response
        .contentType("application/json")
        .body("error.message", notNullValue())
        .body("error", hasKey("type"))
        .body("error", hasKey("param"))
        .body("error", hasKey("code"));
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("localhost", URI.create(Api.server()).getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
