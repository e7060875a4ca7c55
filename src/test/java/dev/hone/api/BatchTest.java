package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(LoadTest.Patient.class)
class BatchTest {

  private static final String BATCH = Api.RUNS + "/batch";
  private static final int CONCURRENCY = 16;

  private static final ScriptedAnswer ENDLESS =
      ScriptedAnswer.tokens(Collections.nCopies(1000, "tok ").toArray(String[]::new))
          .every(Duration.ofMillis(20));

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void refinesEachLineAndGivesItBackOnce() {
    model.otherwise(
        request ->
            ModelServer.isJudge(request)
                ? ModelServer.verdict("good", "2")
                : ScriptedAnswer.tokens("An ", "answer."));

    List<JsonNode> lines =
        BatchClient.refine(Samples.RUBRICS + "&max_iterations=1", Samples.questions(50));

    assertEquals(50, lines.size());
    assertEquals(50, ids(lines).size());
    for (JsonNode line : lines) {
      assertEquals(2, line.path("output").size());
      JsonNode answer = line.at("/output/0/answer");
      assertEquals("An answer.", answer.path("content").asText());
      assertEquals(0.5, answer.at("/reward/score").asDouble());
      assertEquals("rubrics", answer.at("/reward/details/0/name").asText());
      assertTrue(answer.at("/reward/details/0/reason").asText().contains("good"));
      assertEquals("chosen", answer.at("/label/preference").asText());
      assertEquals("rejected", line.at("/output/1/answer/label/preference").asText());
      assertEquals("completed", line.at("/metadata/hone/status").asText());
    }
    assertEquals(200, model.requests().size());
  }

  @Test
  void answersWithLinesOfJson() {
    model.otherwise(request -> Samples.answer());

    String body =
        Api.ndjson()
            .queryParam("reward", "length_penalty")
            .queryParam("max_iterations", 0)
            .body(Samples.question("q1") + "\n\n" + Samples.question("q2"))
            .post(BATCH)
            .then()
            .statusCode(200)
            .contentType("application/x-ndjson")
            .header("Cache-Control", "no-cache, no-transform")
            .header("X-Accel-Buffering", "no")
            .extract()
            .asString();

    assertEquals(2, body.lines().count());
    assertTrue(body.endsWith("}\n"));
  }

  @Test
  void keepsItsRunsOutOfTheLog() {
    model.otherwise(request -> Samples.answer());
    List<String> before = given().get(Api.RUNS).path("data.id");

    BatchClient.refine(Samples.RULE + "&max_iterations=0", Samples.questions(3));

    assertEquals(before, given().get(Api.RUNS).path("data.id"));
  }

  @Test
  void answersAtOnceWhatASlowWriterSends() {
    model.otherwise(request -> Samples.answer());
    try (BatchClient client = BatchClient.open(Samples.RULE + "&max_iterations=0")) {
      assertEquals(200, client.status());
      for (int i = 0; i < 3; i++) {
        client.send(Samples.question("q" + i));

        assertEquals("q" + i, client.next().path("unique_id").asText());
      }
      assertNull(client.end().next());
    }
  }

  @Test
  void readsLinesHoweverTheyAreCut() {
    model.otherwise(request -> Samples.answer());
    String text =
        "\r\n" + Samples.question("ä€😀") + "\r\n \t\n" + Samples.question("q2") + "\nnonsense";
    List<JsonNode> lines;
    try (BatchClient client = BatchClient.open(Samples.RULE + "&max_iterations=0")) {
      text.codePoints().forEach(point -> client.chunk(Character.toString(point)));
      lines = client.end().rest();
    }

    assertEquals(Set.of("ä€😀", "q2", ""), ids(lines));
    assertEquals(5, problems(lines).get(0).path("line").asInt());
  }

  // Bad lines

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          nonsense                                                     | '' | ''                           | JSON
          [1]                                                          | '' | ''                           | an object
          null                                                         | '' | ''                           | a JSON object
          {"unique_id": "a"} {}                                        | '' | ''                           | one JSON object
          {"input": [{"content": "x"}]}                                | '' | unique_id                    | a string
          {"unique_id": 1, "input": [{"content": "x"}]}                | '' | unique_id                    | a string
          {"unique_id": "a"}                                           | a  | input                        | at least one message
          {"unique_id": "a", "input": []}                              | a  | input                        | at least one message
          {"unique_id": "a", "input": {}}                              | a  | input                        | a list
          {"unique_id": "a", "input": [null]}                          | a  | input[0]                     | not null
          {"unique_id": "a", "input": ["x"]}                           | a  | input[0]                     | an object
          {"unique_id": "a", "input": [{"role": "bot"}]}               | a  | input[0].role                | one of: system
          {"unique_id": "a", "input": [{"content": null}]}             | a  | input[0].content             | a string or text parts
          {"unique_id": "a", "input": [{"content": 1}]}                | a  | input[0].content             | a string
          {"unique_id": "a", "input": [{"content": [{"type": "image_url"}]}]} | a | input[0].content       | only parts
          {"unique_id": "a", "input": [{"content": "x", "time_created": "noon"}]} | a | input[0].time_created | a time such as
          {"unique_id": "a", "input": [{"content": "x"}], "created_at": 1} | a | created_at               | a time such as
          {"unique_id": "a", "input": [{"content": "x"}], "metadata": []} | a | metadata                  | an object
          Q, "output": [{}]}                                           | a  | output[0].answer.content     | a string
          Q, "output": [null]}                                         | a  | output[0].answer.content     | a string
          Q, "output": [{"answer": {"content": null}}]}                | a  | output[0].answer.content     | a string
          Q, "output": [{"answer": {"content": 5}}]}                   | a  | output[0].answer.content     | a string
          Q, "output": [{"answer": {"label": "x"}}]}                   | a  | output[0].answer.label       | an object
          Q, "output": [{"answer": {"reward": 1}}]}                    | a  | output[0].answer.reward      | an object
          """)
  void saysOfABadLineWhatIsWrongAndGoesOn(String bad, String id, String field, String right) {
    model.otherwise(request -> Samples.answer());
    String line =
        bad.startsWith("Q,")
            ? "{\"unique_id\": \"a\", \"input\": [{\"content\": \"x\"}]" + bad.substring(1)
            : bad;

    List<JsonNode> lines =
        BatchClient.refine(
            Samples.RULE + "&max_iterations=0",
            List.of(Samples.question("q1"), "", line, Samples.question("q2")));

    assertEquals(3, lines.size());
    JsonNode refused = problems(lines).get(0);
    assertEquals(3, refused.path("line").asInt());
    assertEquals(id, refused.path("unique_id").asText());
    assertEquals(400, refused.at("/problem/status").asInt());
    assertEquals(field, refused.at("/problem/errors/0/field").asText());
    String detail = refused.at("/problem/errors/0/detail").asText();
    assertTrue(detail.contains(right), detail);
    assertEquals(2, samples(lines).size());
    assertEquals(2, model.requests().size());
  }

  @Test
  void refusesALineThatLacksWhatItsRewardWants() {
    model.otherwise(request -> Samples.answer());
    String with =
        "{\"unique_id\": \"with\", \"input\": [{\"content\": \"x\"}],"
            + " \"output\": [{\"answer\": {\"content\": \"An\", \"label\": {\"reference\": \"An answer.\"}}}]}";

    List<JsonNode> lines =
        BatchClient.refine(
            "reward=rouge&max_iterations=1", List.of(Samples.question("without"), with));

    JsonNode refused = problems(lines).get(0);
    assertEquals("without", refused.path("unique_id").asText());
    assertEquals("reward", refused.at("/problem/errors/0/field").asText());
    JsonNode better = samples(lines).get(0).at("/output/1/answer");
    assertEquals(1.0, better.at("/reward/score").asDouble());
    assertEquals("An answer.", better.at("/label/reference").asText());
  }

  @Test
  void refusesALineThatIsTooLongByItsBytesAndGoesOn() {
    model.otherwise(request -> Samples.answer());
    String full = padded("full", 1 << 20);
    String over = padded("over", (1 << 20) + 1);
    try (BatchClient client = BatchClient.open(Samples.RULE + "&max_iterations=0")) {
      client.send(over).send(full).chunk("x".repeat(5 << 20)).end();

      List<JsonNode> lines = client.rest();

      assertEquals(Set.of("full"), ids(samples(lines)));
      assertEquals(
          Set.of(1, 3),
          problems(lines).stream().map(p -> p.path("line").asInt()).collect(Collectors.toSet()));
      problems(lines)
          .forEach(
              refused -> {
                assertEquals(413, refused.at("/problem/status").asInt());
                assertFalse(refused.has("unique_id"));
              });
    }
  }

  @Test
  void tellsOfALineWhoseModelFails() {
    model.otherwise(request -> ScriptedAnswer.error(401, "invalid_api_key", "no"));

    List<JsonNode> lines =
        BatchClient.refine(Samples.RULE, List.of(Samples.question("q1"), Samples.question("q2")));

    assertEquals(Set.of("q1", "q2"), ids(lines));
    problems(lines)
        .forEach(
            refused ->
                assertEquals(
                    "urn:hone:problem:model-failed", refused.at("/problem/type").asText()));
    assertEquals(2, problems(lines).size());
  }

  @Test
  void givesBackWhatALineHadByTheTimeThatItsModelFailed() {
    model.enqueue(Samples.answer(), ScriptedAnswer.error(401, "invalid_api_key", "no"));

    JsonNode line = BatchClient.refine(Samples.RULE, List.of(Samples.question("q1"))).get(0);

    assertEquals("An answer.", line.at("/output/0/answer/content").asText());
    assertEquals("chosen", line.at("/output/0/answer/label/preference").asText());
    assertEquals("failed", line.at("/metadata/hone/status").asText());
    assertEquals(502, line.at("/metadata/hone/problem/status").asInt());
  }

  @Test
  void getsThroughALongRowOfBadLines() {
    List<String> bad = IntStream.range(0, 20_000).mapToObj(i -> "x").toList();

    try (BatchClient client = BatchClient.open("")) {
      Thread writer = new Thread(() -> client.chunk(String.join("\n", bad)).end());
      writer.start();

      assertEquals(20_000, client.rest().size());
    }
  }

  // Settings

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max_iterations=21                                  | max_iterations         | from 0 to 20
          max_iterations=two                                 | max_iterations         | a whole number
          max_iterations=1&max_iterations=2                  | max_iterations         | given once
          max_iterations=                                    | max_iterations         | a whole number
          final_evaluation=yes                               | final_evaluation       | true or false
          model=none                                         | model                  | one of: default
          judge_model=none                                   | judge_model            | one of: default
          reward=none                                        | reward                 | reward
          reward=%7B%22name%22:%22length_penalty%22,%22params%22:%7B%22min%22:1%7D%7D | reward.params.min | this reward knows
          stop.patience=0                                    | stop.patience          | at least 1
          stop.deadline=soon                                 | stop.deadline          | PT2M
          stop.target_score=high                             | stop.target_score      | a number
          stop.token_budget=1.5                              | stop.token_budget      | a whole number
          generation.temperature=3                           | generation.temperature | from 0 to 2
          generation.stop=                                   | generation.stop        | not empty
          generation.response_format=text                    | generation.response_format | an object
          stop=1                                             | stop                   | an unknown parameter; known here: model
          messages=x                                         | messages               | an unknown parameter
          """)
  void checksItsSettingsBeforeItReads(String query, String field, String right) {
    try (BatchClient client = BatchClient.open(query.strip())) {
      client.send(Samples.question("q1"));

      assertEquals(400, client.status());
      assertEquals("application/problem+json", client.header("Content-Type"));
      JsonNode problem = client.problem();
      assertEquals(field, problem.at("/errors/0/field").asText());
      String detail = problem.at("/errors/0/detail").asText();
      assertTrue(detail.contains(right), detail);
    }
    assertEquals(0, model.requests().size());
  }

  @Test
  void writesAsItsSettingsSay() {
    model.otherwise(request -> Samples.answer());

    BatchClient.refine(
        Samples.RULE
            + "&max_iterations=0&generation.temperature=0.5&generation.seed=7&generation.max_tokens=9"
            + "&generation.stop=A&generation.stop=7&generation.response_format=%7B%22type%22:%22text%22%7D",
        Samples.questions(1));

    Map<String, Object> sent = model.requests().get(0).body().getMap();
    assertEquals(0.5, sent.get("temperature"));
    assertEquals(7, sent.get("seed"));
    assertEquals(9, sent.get("max_tokens"));
    assertEquals(List.of("A", "7"), sent.get("stop"));
    assertEquals(Map.of("type", "text"), sent.get("response_format"));
  }

  // Backpressure

  @Test
  void refinesNoMoreLinesAtOnceThanItMay() {
    model.otherwise(request -> ScriptedAnswer.silent());
    try (BatchClient client = BatchClient.open(Samples.RULE)) {
      Samples.questions(100).forEach(client::send);

      model.awaitRequest(CONCURRENCY);

      await()
          .during(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(1))
          .until(() -> model.requests().size() == CONCURRENCY);
    }
  }

  @Test
  void aReaderThatDoesNotReadStopsTheIntake() throws InterruptedException {
    ScriptedAnswer large = ScriptedAnswer.of("x".repeat(200_000));
    model.otherwise(request -> large);
    int lines = 200; // 40 MB of answers, far above what sockets hold
    try (BatchClient client = BatchClient.open(Samples.RULE + "&max_iterations=0")) {
      Thread writer =
          new Thread(
              () -> {
                Samples.questions(lines).forEach(line -> client.send(line + " ".repeat(100_000)));
                client.end();
              });
      writer.start();
      awaitStandstill();
      int asked = model.requests().size();
      assertTrue(asked < lines / 2, () -> asked + " of " + lines + " lines were refined");
      assertTrue(writer.isAlive(), "the client could send all");

      List<JsonNode> answers = client.rest();

      assertEquals(lines, answers.size());
      assertEquals(lines, ids(answers).size());
      writer.join();
    }
  }

  // A client that goes

  @ParameterizedTest
  @ValueSource(strings = {"close", "reset"})
  void aClientThatGoesEndsTheModelCallsOfAWholeBatch(String how) {
    vanish(client -> Samples.questions(3).forEach(client::send), BatchClient::end, 3, how);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "reset"})
  void aClientThatGoesInTheMiddleEndsTheModelCalls(String how) {
    vanish(client -> Samples.questions(3).forEach(client::send), client -> {}, 3, how);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "reset"})
  void aClientThatGoesWhileItsIntakeIsPausedEndsTheModelCalls(String how) {
    vanish(
        client -> Samples.questions(1000).forEach(client::send),
        client -> client.chunk("x".repeat(500_000)),
        CONCURRENCY,
        how);
  }

  private void vanish(
      Consumer<BatchClient> sends, Consumer<BatchClient> then, int calls, String how) {
    model.otherwise(request -> ENDLESS);
    try (BatchClient client = BatchClient.open(Samples.RULE)) {
      sends.accept(client);
      then.accept(client);
      await().atMost(Duration.ofSeconds(30)).until(() -> model.requests().size() == calls);

      if (how.equals("reset")) {
        client.reset();
      }
    }

    await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> model.requests().stream().allMatch(one -> one.isAbandoned()));
    await().during(Duration.ofMillis(200)).until(() -> model.requests().size() == calls);
  }

  // HTTP

  @Test
  void takesABodyOfAnySizeThatSaysHowLargeItIs() {
    String line = "x".repeat(900_000) + "\n";
    int lines = 25;
    try (BatchClient client = BatchClient.openSized("", (long) lines * line.length())) {
      Thread writer = new Thread(() -> IntStream.range(0, lines).forEach(i -> client.write(line)));
      writer.start();

      assertEquals(200, client.status());
      assertEquals(lines, client.rest().size());
    }
  }

  @Test
  void saysThatABodyMayComeOnlyWhereItIsWanted() {
    model.otherwise(request -> Samples.answer());
    String expect = "Expect: 100-continue";
    try (BatchClient client = BatchClient.open(Samples.RULE + "&max_iterations=0", expect)) {
      client.awaitContinue().send(Samples.question("q1")).end();

      assertEquals(Set.of("q1"), ids(client.rest()));
    }
    try (BatchClient client = BatchClient.open("reward=none", expect)) {
      assertEquals(400, client.status());
    }
  }

  @Test
  void keepsTheConnectionForAnotherRequest() {
    model.otherwise(request -> Samples.answer());
    try (BatchClient client = BatchClient.open(Samples.RULE + "&max_iterations=0")) {
      client.send(Samples.question("q1")).end().rest();

      client.write("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n");

      assertEquals("HTTP/1.1 200 OK", client.nextHead());
    }
  }

  @Test
  void anEmptyBatchIsAnsweredByNothing() {
    assertEquals(List.of(), BatchClient.refine("", List.of()));
  }

  @Test
  void refusesOtherMediaTypesAndMethods() {
    given()
        .contentType("application/json")
        .body("{}")
        .post(BATCH)
        .then()
        .statusCode(415)
        .contentType("application/problem+json")
        .body("detail", containsString("application/x-ndjson"));
    Api.ndjson()
        .accept("text/csv")
        .body("{}")
        .post(BATCH)
        .then()
        .statusCode(406)
        .contentType("application/problem+json")
        .body("detail", containsString("application/x-ndjson"));
    RestAssured.get(BATCH)
        .then()
        .statusCode(405)
        .header("Allow", containsString("POST"))
        .body("status", equalTo(405));
  }

  private void awaitStandstill() {
    List<Integer> counts = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              counts.add(model.requests().size());
              int last = counts.size() - 1;
              return last >= 5
                  && counts.get(last) > 0
                  && counts.get(last).equals(counts.get(last - 5));
            });
  }

  private static String padded(String id, int bytes) {
    String line = Samples.question(id);
    return line + " ".repeat(bytes - line.length());
  }

  private static Set<String> ids(List<JsonNode> lines) {
    return lines.stream().map(l -> l.path("unique_id").asText()).collect(Collectors.toSet());
  }

  private static List<JsonNode> samples(List<JsonNode> lines) {
    return lines.stream().filter(line -> !line.has("problem")).toList();
  }

  private static List<JsonNode> problems(List<JsonNode> lines) {
    return lines.stream().filter(line -> line.has("problem")).toList();
  }
}
