package dev.hone.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets a problem that names the field and what would be right, and makes nothing. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class BadInputTest {

  /** More of them than one reward may have: 108 votes. */
  private static final String JUDGES =
      String.join(
          ", ",
          Collections.nCopies(
              12,
              "{\"reward\": {\"name\": \"base_honesty_pointwise\", \"params\": {\"votes\": 9}}}"));

  private static final String TABLE =
      """
      ''                                                        | ''                      | a JSON object
      null                                                      | ''                      | a JSON object
      []                                                        | ''                      | an object
      "text"                                                    | ''                      | an object
      {"messages": [                                            | messages                | breaks at line 1
      {"messages": []} x                                        | ''                      | JSON
      {}                                                        | messages                | at least one message
      {"messages": []}                                          | messages                | at least one message
      {"messages": {}}                                          | messages                | a list
      {"messages": null}                                        | messages                | at least one message
      {"messages": ["hi"]}                                      | messages[0]             | an object
      {"messages": [null]}                                      | messages[0]             | not null
      {"messages": [{"content": "a"}]}                          | messages[0].role        | one of: system
      {"messages": [{"role": "bot", "content": "a"}]}           | messages[0].role        | one of: system
      {"messages": [{"role": 1, "content": "a"}]}               | messages[0].role        | a string
      {"messages": [{"role": "user"}]}                          | messages[0].content     | a string or text parts
      {"messages": [{"role": "user", "content": null}]}         | messages[0].content     | a string or text parts
      {"messages": [{"role": "user", "content": 1}]}            | messages[0].content     | a string
      {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]} | messages[0].content | only parts
      {"messages": [{"role": "user", "content": "a", "x": 1}]}  | messages[0].x           | an unknown field
      M, "surprise": 1                                          | surprise                | an unknown field; known here: candidates
      M, "messages": []                                         | ''                      | each field once
      M, "model": "gpt-9"                                       | model                   | one of: default
      M, "judge_model": "gpt-9"                                 | judge_model             | one of: default
      M, "model": 4                                             | model                   | a string
      M, "reward": "nonsense"                                   | reward                  | GET /v1/rewards
      M, "reward": 7                                            | reward                  | a name
      M, "reward": {}                                           | reward                  | a name
      M, "reward": {"rubrics": []}                              | reward.rubrics          | at least one
      M, "reward": {"rubrics": ["a", " "]}                      | reward.rubrics          | not blank
      M, "reward": {"rubrics": ["a"], "mode": "x"}              | reward.mode             | pointwise, listwise or pairwise
      M, "reward": {"rubrics": ["a"], "y": 1}                   | reward.y                | an unknown field
      M, "reward": {"all": []}                                  | reward.all              | at least one
      M, "reward": {"all": [{"reward": "x", "weight": 0}]}      | reward.all[0].weight    | above 0
      M, "reward": {"all": [{"reward": {"all": [JUDGES]}}]} | reward.all[0].reward.all | at most 100 parts
      M, "reward": {"name": "length_penalty", "params": {"min": 1}}         | reward.params.min        | this reward knows
      M, "reward": {"name": "length_penalty", "params": {"min_length": "a"}} | reward.params.min_length | number
      M, "max_iterations": -1                                   | max_iterations          | from 0 to 20
      M, "max_iterations": 21                                   | max_iterations          | from 0 to 20
      M, "max_iterations": 1.5                                  | max_iterations          | a whole number
      M, "max_iterations": "3"                                  | max_iterations          | a whole number
      M, "max_iterations": 99999999999                          | max_iterations          | a number that fits
      M, "stop": {"patience": 0}                                | stop.patience           | at least 1
      M, "stop": {"min_delta": -0.1}                            | stop.min_delta          | at least 0
      M, "stop": {"token_budget": 0}                            | stop.token_budget       | at least 1
      M, "stop": {"deadline": "two minutes"}                    | stop.deadline           | PT2M
      M, "stop": {"deadline": "PT0S"}                           | stop.deadline           | above zero
      M, "stop": {"deadline": "PT9223372036854775807S"}         | stop.deadline           | up to PT24H (hone.limits.deadline)
      M, "on_disconnect": []                                    | on_disconnect           | one of: continue, cancel
      M, "metadata": {"a": "b", "a": "c"}                       | metadata                | each field once
      M, "stop": {"target_score": "high"}                       | stop.target_score       | a number
      M, "stop": {"tragets": 1}                                 | stop.tragets            | an unknown field
      M, "stop": []                                             | stop                    | an object
      M, "generation": {"temperature": 3}                       | generation.temperature  | from 0 to 2
      M, "generation": {"top_p": 1.1}                           | generation.top_p        | from 0 to 1
      M, "generation": {"max_tokens": 0}                        | generation.max_tokens   | at least 1
      M, "generation": {"stop": [""]}                           | generation.stop         | not empty
      M, "final_evaluation": "yes"                              | final_evaluation        | true or false
      M, "on_disconnect": "explode"                             | on_disconnect           | one of: continue, cancel
      M, "candidates": [null]                                   | candidates[0]           | not null
      M, "candidates": "one"                                    | candidates              | a list
      M, "metadata": {"a": 1}                                   | metadata.a              | a string
      M, "metadata": {"a": null}                                | metadata.a              | a string
      M, "stream": "yes"                                        | stream                  | true or false
      """;

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @ParameterizedTest
  @CsvSource(textBlock = TABLE, delimiter = '|', quoteCharacter = '\'')
  void namesTheFieldAndWhatWouldBeRight(String body, String field, String right) {
    int before = runs();

    Api.json(whole(body))
        .post(Api.RUNS)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", equalTo(400))
        .body("title", equalTo("The request can't be used"))
        .body("errors.field", hasItem(field))
        .body("errors.detail", hasItem(containsString(right)));

    assertEquals(before, runs());
    assertEquals(0, model.requests().size());
  }

  @ParameterizedTest
  @CsvSource(textBlock = TABLE, delimiter = '|', quoteCharacter = '\'')
  void saysTheSameOverTheSocketAndStaysOpen(String body, String field, String right) {
    String whole = whole(body);
    if (!whole.startsWith("{") || !whole.endsWith("}")) {
      return; // no start message can be made of it
    }
    try (SocketClient socket = SocketClient.open(URI.create(Api.server()))) {
      String comma = whole.equals("{}") ? "" : ", ";
      socket.send("{\"type\": \"start\", \"ref\": \"r\"" + comma + whole.substring(1));

      var error = socket.await("error");

      assertEquals(400, error.path("problem").path("status").asInt());
      assertEquals("r", error.path("ref").asText());
      if (!right.equals("each field once")) { // by then it isn't known where
        assertEquals(field, error.at("/problem/errors/0/field").asText());
      }
      socket.send("{\"type\": \"nonsense\", \"ref\": 2}");
      socket.await(message -> message.path("ref").asInt() == 2);
    }
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    Api.json(
            "{\"messages\": [{\"role\": \"bot\", \"content\": \"a\"}, {\"role\": \"user\"}],"
                + " \"max_iterations\": 99, \"stop\": {\"patience\": 0}}")
        .post(Api.RUNS)
        .then()
        .statusCode(400)
        .body("errors", hasSize(4));
  }

  @Test
  void moreMessagesThanTheLimitAreRefused() {
    String message = "{\"role\": \"user\", \"content\": \"a\"}";

    Api.json("{\"messages\": [" + (message + ",").repeat(20) + message + "]}")
        .post(Api.RUNS)
        .then()
        .statusCode(400)
        .body("errors[0].detail", containsString("at most 20"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_048_577, 3_000_000})
  void aBodyOverTheLimitIsTooLarge(int bytes) {
    RestAssured.given()
        .contentType("application/json")
        .body(new byte[bytes])
        .post(Api.RUNS)
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("title", equalTo("The request is too large"));
  }

  @Test
  void aBodyThatSaysItIsFarTooLargeIsNotEvenRead() throws IOException {
    try (Socket client = new Socket("localhost", URI.create(Api.server()).getPort())) {
      client
          .getOutputStream()
          .write(
              ("POST /v1/refinements HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Type: application/json\r\nContent-Length: 200000000\r\n\r\n{")
                  .getBytes(StandardCharsets.US_ASCII));
      client.setSoTimeout(10_000);

      String answer = new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

      assertEquals("HTTP/1.1 413", answer);
    }
  }

  @Test
  void anotherMediaTypeIsNotTaken() {
    RestAssured.given()
        .contentType("text/plain")
        .body("hi")
        .post(Api.RUNS)
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {Api.RUNS, Api.RUNS + "/batch?reward=rouge_l", "/v1/evaluations"})
  void aCompressedBodyIsNotTaken(String path) throws IOException {
    byte[] request =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Encoding: gzip\r\nContent-Length: 20\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket client = new Socket("localhost", RestAssured.port)) {
      client.getOutputStream().write(request);
      client.getOutputStream().write(new byte[20]);

      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertTrue(answer.startsWith("HTTP/1.1 415"), answer);
      assertTrue(answer.contains("without a Content-Encoding"), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "garbage", "application/json;q=0"})
  void anAnswerThatCantBeHadIsNotAcceptable(String accept) {
    Api.json(Api.ask(""))
        .header("Accept", accept)
        .post(Api.RUNS)
        .then()
        .statusCode(406)
        .contentType("application/problem+json");
    assertEquals(0, model.requests().size());
  }

  @ParameterizedTest
  @CsvSource({"status,odd", "after,foo", "limit,0", "limit,101", "limit,x", "limit,1.5"})
  void aListsParametersAreChecked(String name, String value) {
    RestAssured.given()
        .queryParam(name, value)
        .get(Api.RUNS)
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo(name));
  }

  @Test
  void whatIsNotThereIsAProblemToo() {
    RestAssured.given()
        .get("/v1/nothing")
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
    RestAssured.given()
        .put(Api.RUNS)
        .then()
        .statusCode(405)
        .contentType("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/refinements | GET, HEAD, OPTIONS, POST",
        "/v1/refinements/x | DELETE, GET, HEAD, OPTIONS",
        "/v1/refinements/x/steering | OPTIONS, POST",
        "/v1/models/hone/default:one | GET, HEAD, OPTIONS",
      })
  void optionsTellTheMethodsOfThePathAsARefusalDoes(String path, String allowed) {
    RestAssured.given().options(path).then().statusCode(204).header("Allow", equalTo(allowed));
    RestAssured.given().patch(path).then().statusCode(405).header("Allow", equalTo(allowed));
  }

  private static String whole(String body) {
    String text = body == null ? "" : body.replace("JUDGES", JUDGES);
    return text.startsWith("M,")
        ? "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]" + text.substring(1) + "}"
        : text;
  }

  private static int runs() {
    return RestAssured.given().queryParam("limit", 100).get(Api.RUNS).path("data.size()");
  }
}
