package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ModelServer.class)
class IdempotencyTest {

  private static final String HEADER = "Idempotency-Key";
  private static final String BODY =
      "{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}], \"reward\": \"length_penalty\","
          + " \"max_iterations\": 0, \"generation\": {\"temperature\": 0.5, \"seed\": 7}}";

  private final String key = UUID.randomUUID().toString();
  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
    model.otherwise(request -> ScriptedAnswer.tokens("An ", "answer."));
  }

  @Test
  void theSameJsonGivesTheFirstRunAgainHoweverItIsWritten() {
    String run = post(BODY).statusCode(201).extract().path("id");

    String other =
        " {\"generation\":{ \"seed\":7 ,\"temperature\":0.50},\n\"max_iterations\":0,"
            + "\"reward\":\"length_penalty\",\"messages\":[{\"content\":\"Why?\",\"role\":\"user\"}]}";
    post(other)
        .statusCode(200)
        .contentType("application/json")
        .header("Location", endsWith(run))
        .body("id", equalTo(run));
    assertEquals(1, writers());
  }

  @Test
  void anotherBodyIsRefused() {
    post(BODY).statusCode(201);

    post(BODY.replace("\"seed\": 7", "\"seed\": 8"))
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:hone:problem:idempotency-key-used"))
        .body("status", equalTo(422));
  }

  @Test
  void aRepeatIsStreamedFromTheStart() {
    String run = post(BODY).statusCode(201).extract().path("id");
    Api.finished(BODY.replace("Why?", "Another"));

    try (SseClient again = SseClient.post(Api.runs(), BODY, HEADER, key)) {
      List<SseClient.Received> events = again.awaitEnd();

      assertEquals(200, again.status());
      assertEquals(run, again.run());
      assertEquals(1, events.get(0).seq());
      assertEquals("run.completed", events.get(events.size() - 1).name());
    }
  }

  @Test
  void aRepeatMayWaitForTheEndToo() {
    String run = post(BODY).statusCode(201).extract().path("id");

    Api.json(BODY)
        .header(HEADER, key)
        .header("Prefer", "wait=20")
        .post(Api.RUNS)
        .then()
        .statusCode(200)
        .header("Preference-Applied", equalTo("wait=20"))
        .body("id", equalTo(run))
        .body("status", equalTo("completed"));
  }

  @Test
  void aRepeatThatGoesDoesNotEndTheRunThatIsTiedToTheFirst() {
    model.otherwise(request -> ScriptedAnswer.silent());
    String tied = BODY.replace("{\"messages\"", "{\"on_disconnect\": \"cancel\", \"messages\"");
    try (SseClient first = SseClient.post(Api.runs(), tied, HEADER, key)) {
      String run = first.run();
      try (SseClient again = SseClient.post(Api.runs(), tied, HEADER, key)) {
        assertEquals(run, again.run());
      }

      org.awaitility.Awaitility.await()
          .during(java.time.Duration.ofMillis(300))
          .until(() -> Api.get(run).path("status").equals("running"));
    }
  }

  @Test
  void aPurgedRunFreesItsKey() {
    String run = post(BODY).statusCode(201).extract().path("id");
    given().queryParam("purge", true).delete(Api.RUNS + "/" + run).then().statusCode(204);

    post(BODY).statusCode(201).body("id", not(run));
  }

  @Test
  void aHundredPostsAtOnceMakeOneRun() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(25);
    List<Future<Response>> posts =
        IntStream.range(0, 100)
            .mapToObj(i -> clients.submit(() -> Api.json(BODY).header(HEADER, key).post(Api.RUNS)))
            .toList();

    Set<String> runs =
        posts.stream()
            .map(IdempotencyTest::answer)
            .map(r -> r.<String>path("id"))
            .collect(Collectors.toSet());
    List<Integer> statuses =
        posts.stream().map(IdempotencyTest::answer).map(Response::statusCode).sorted().toList();
    clients.shutdown();

    assertEquals(1, runs.size());
    assertEquals(99, statuses.stream().filter(status -> status == 200).count());
    assertEquals(201, statuses.get(99));
    assertEquals("completed", Api.finished(BODY.replace("Why?", "Later")).path("status"));
    assertEquals(2, writers());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 256, 1000})
  void aKeyHasALength(int length) {
    Api.json(BODY)
        .header(HEADER, "k".repeat(length))
        .post(Api.RUNS)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0].field", equalTo(HEADER));
    assertEquals(0, model.requests().size());
  }

  @Test
  void aKeyOfTheLongestLengthIsTaken() {
    Api.json(BODY)
        .header(HEADER, key + "k".repeat(255 - key.length()))
        .post(Api.RUNS)
        .then()
        .statusCode(201);
  }

  @Test
  void aBadRequestUsesNoKey() {
    post(BODY.replace("length_penalty", "none")).statusCode(400);

    post(BODY).statusCode(201);
  }

  private ValidatableResponse post(String body) {
    return Api.json(body).header(HEADER, key).post(Api.RUNS).then();
  }

  private long writers() {
    org.awaitility.Awaitility.await().until(() -> !model.requests().isEmpty());
    return model.requests().size();
  }

  private static Response answer(Future<Response> post) {
    try {
      return post.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
