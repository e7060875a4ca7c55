package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.api.auth.Keys;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import dev.hone.run.Quota;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of owners who want more than they may have; each test has owners of its own. */
@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(QuotaTest.Narrow.class)
class QuotaTest {

  public static class Narrow implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "hone.auth.mode", "api-key",
          "hone.auth.keys",
              Stream.of("ann", "bob", "cid", "dan", "eve", "fay", "gus", "hal", "ida")
                  .map(owner -> Keys.line(owner, key(owner)))
                  .collect(Collectors.joining(",")),
          "hone.quota.runs", "2",
          "hone.quota.requests-per-minute", "40",
          "hone.quota.tokens-per-day", "1000");
    }
  }

  private static final String QUOTA = "urn:hone:problem:quota";
  private static final String SECONDS = "[1-9]\\d*";

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
    // so that no minute ends in the middle of a test
    await().atMost(Duration.ofSeconds(30)).until(() -> secondsOfTheMinuteLeft() > 20);
  }

  @Test
  void anOwnerWithAsManyRunsAsTheyMayHaveIsRefusedOneMoreHoweverTheyAsk() {
    model.enqueue(ScriptedAnswer.of("It scatters."), ModelServer.verdict("fine", "none"));
    String ended = start("ann", Api.ask(", \"max_iterations\": 0"), "wait=20", 200);
    ScriptedAnswer endless = ModelServer.endless();
    model.otherwise(request -> endless);
    String first = start("ann", Api.ask(""), "wait=0", 202);
    as("ann")
        .header("Idempotency-Key", "k")
        .body(Api.ask(""))
        .post(Api.RUNS)
        .then()
        .statusCode(201);
    double before = Figures.now().of("hone_refused_total{reason=\"runs\"}");

    as("ann")
        .body(Api.ask(""))
        .post(Api.RUNS)
        .then()
        .statusCode(429)
        .header("Retry-After", "5")
        .contentType("application/problem+json")
        .body("type", equalTo(QUOTA))
        .body("detail", containsString("2 runs"))
        .body("detail", containsString("hone.quota.runs"));
    as("ann").body("{}").post(Api.RUNS + "/" + ended + "/fork").then().statusCode(429);
    as("ann")
        .body(Chat.ask(""))
        .post(Chat.PATH)
        .then()
        .statusCode(429)
        .header("Retry-After", "5")
        .body("error.type", equalTo("rate_limit_error"))
        .body("error.code", equalTo("rate_limit_exceeded"));
    try (SocketClient socket = socket("ann")) {
      socket.send(Api.ask(", \"type\": \"start\", \"ref\": 7"));
      JsonNode refused = socket.await("error");
      assertEquals(7, refused.path("ref").asInt());
      assertEquals(429, refused.at("/problem/status").asInt());
    }
    assertEquals(4, Figures.now().of("hone_refused_total{reason=\"runs\"}") - before);

    as("ann")
        .header("Idempotency-Key", "k")
        .body(Api.ask(""))
        .post(Api.RUNS)
        .then()
        .statusCode(200);
    start("bob", Api.ask(""), "wait=0", 202);
    as("ann").delete(Api.RUNS + "/" + first).then().statusCode(202);
    start("ann", Api.ask(""), "wait=0", 202);
    Stream.of("ann", "bob").forEach(QuotaTest::cancelAll);
  }

  @Test
  void aBatchWaitsWhereItsOwnerHasAsManyRunsAsTheyMayHave() {
    model.otherwise(request -> ScriptedAnswer.of("An answer.").every(Duration.ofMillis(30)));

    try (BatchClient batch =
        BatchClient.open(
            Samples.RULE + "&max_iterations=0", "Authorization: Bearer " + key("cid"))) {
      Samples.questions(8).forEach(batch::send);
      batch.end();
      List<JsonNode> lines = batch.rest();

      assertEquals(8, lines.stream().filter(line -> line.has("output")).count());
    }
    assertEquals(2, model.mostAtATime());
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() {
    ScriptedAnswer endless = ModelServer.endless();
    model.otherwise(request -> endless);
    String run = start("dan", Api.ask(""), "wait=0", 202);
    as("eve")
        .get("/v1/models")
        .then()
        .statusCode(200)
        .header("RateLimit-Policy", "\"requests\";q=40;w=60")
        .header("RateLimit", matchesPattern("\"requests\";r=39;t=[1-9]\\d?"));
    try (SocketClient socket = socket("dan")) {
      Response refused = await().until(() -> as("dan").get("/v1/models"), QuotaTest::isRefused);

      refused
          .then()
          .header("Retry-After", matchesPattern(SECONDS))
          .header("RateLimit", "\"requests\";r=0;t=" + refused.header("Retry-After"))
          .header("RateLimit-Policy", "\"requests\";q=40;w=60")
          .body("type", equalTo(QUOTA))
          .body("detail", containsString("40 requests a minute"));
      as("dan").body(Api.ask("")).post(Api.RUNS).then().statusCode(429);
      as("dan")
          .body(Chat.ask(""))
          .post(Chat.PATH)
          .then()
          .statusCode(429)
          .body("error.code", equalTo("rate_limit_exceeded"));
      socket.send("{\"type\": \"cancel\", \"ref\": 1, \"run\": \"" + run + "\"}");
      assertEquals(429, socket.await("error").at("/problem/status").asInt());
      socket.send("{\"type\": \"watch\", \"ref\": 2, \"run\": \"" + run + "\"}");
      socket.await("ack");
    }
    as("eve").get("/v1/models").then().statusCode(200);
    given().get("/v1/models").then().statusCode(401).header("RateLimit", nullValue());
  }

  @Test
  void anEventSourceThatAsksTooOftenIsToldToComeBackLater() {
    ScriptedAnswer endless = ModelServer.endless();
    model.otherwise(request -> endless);
    String run = start("hal", Api.ask(""), "wait=0", 202);
    await().until(() -> as("hal").get("/v1/models"), QuotaTest::isRefused);

    String body =
        as("hal")
            .get(Api.RUNS + "/" + run + "/events")
            .then()
            .statusCode(200)
            .contentType(startsWith("text/event-stream"))
            .header("RateLimit", startsWith("\"requests\";r=0;"))
            .extract()
            .asString();

    assertTrue(body.matches("retry: [1-9]\\d?000\n\n"), body);
    as("hal").head(Api.RUNS + "/" + run + "/events").then().statusCode(429);
    as("hal")
        .queryParam("format", "ag-ui")
        .get(Api.RUNS + "/" + run + "/events")
        .then()
        .statusCode(429)
        .contentType("application/problem+json")
        .header("Retry-After", matchesPattern("[1-9]\\d?"));
  }

  @Test
  void anOwnerWhoHasUsedTheirTokensStopsWithTheBestAndStartsNothing() {
    model.otherwise(
        request ->
            (ModelServer.isJudge(request)
                    ? ScriptedAnswer.stream().text("<reason>short</reason><violation>1</violation>")
                    : ScriptedAnswer.stream().text("It scatters."))
                .finish("stop")
                .usage(500, 20)
                .done());

    as("fay")
        .header("Prefer", "wait=20")
        .body(Api.ask(""))
        .post(Api.RUNS)
        .then()
        .statusCode(200)
        .body("stop_reason", equalTo("token_budget"))
        .body("candidates.size()", equalTo(1))
        .body("best", equalTo(0))
        .body("usage.total_tokens", equalTo(2 * 520));

    as("fay")
        .body(Api.ask(""))
        .post(Api.RUNS)
        .then()
        .statusCode(429)
        .header("Retry-After", matchesPattern(SECONDS))
        .body("type", equalTo(QUOTA))
        .body("detail", containsString("1000 tokens a day"));
    as("fay")
        .body(Chat.ask(""))
        .post(Chat.PATH)
        .then()
        .statusCode(429)
        .body("error.type", equalTo("rate_limit_error"));
    as("fay").body(EVALUATION).post("/v1/evaluations").then().statusCode(429);
    try (BatchClient batch =
        BatchClient.open(Samples.RULE, "Authorization: Bearer " + key("fay"))) {
      assertEquals(429, batch.status());
      assertTrue(batch.header("Retry-After").matches(SECONDS));
    }
    as("ida").body(EVALUATION).post("/v1/evaluations").then().statusCode(200);
  }

  @Test
  void aRequestMayAskForNoMoreThanTheServersLimits() {
    as("bob")
        .body(
            Api.ask(
                ", \"stop\": {\"deadline\": \"P1DT1S\"}, \"generation\": {\"stop\": ["
                    + "\"a\",".repeat(16)
                    + "\"a\"]}"))
        .post(Api.RUNS)
        .then()
        .statusCode(400)
        .body("errors.field", equalTo(List.of("stop.deadline", "generation.stop")));
  }

  @Test
  void evaluationsAndBatchesCountToo() {
    model.otherwise(
        request ->
            ScriptedAnswer.stream()
                .text("<reason>short</reason><violation>1</violation>")
                .finish("stop")
                .usage(400, 20)
                .done());
    as("gus").body(EVALUATION).post("/v1/evaluations").then().statusCode(200);

    List<JsonNode> lines;
    try (BatchClient batch =
        BatchClient.open(
            Samples.RULE + "&max_iterations=0", "Authorization: Bearer " + key("gus"))) {
      batch.send(Samples.question("q1"));
      await().until(() -> model.requests().size() == 2);
      batch.send(Samples.question("q2"));
      batch.send(Samples.question("q3"));
      batch.end();
      lines = batch.rest();
    }

    assertEquals(3, lines.size());
    as("gus").body(EVALUATION).post("/v1/evaluations").then().statusCode(429);
  }

  private static final String EVALUATION =
      """
      {"messages": [{"role": "user", "content": "Why?"}], "candidates": ["So."],
       "reward": {"rubrics": ["It is right."]}}
      """;

  private static long secondsOfTheMinuteLeft() {
    return Quota.REQUESTS.leftAt(System.currentTimeMillis()).toSeconds();
  }

  private static boolean isRefused(Response response) {
    return response.statusCode() == 429;
  }

  private static String start(String owner, String body, String prefer, int status) {
    return as(owner)
        .header("Prefer", prefer)
        .body(body)
        .post(Api.RUNS)
        .then()
        .statusCode(status)
        .extract()
        .path("id");
  }

  private static void cancelAll(String owner) {
    List<String> runs = as(owner).get(Api.RUNS + "?status=running").path("data.id");
    runs.forEach(run -> as(owner).delete(Api.RUNS + "/" + run));
  }

  private static SocketClient socket(String owner) {
    String ticket = as(owner).post(Api.RUNS + "/ws/tickets").path("ticket");
    return SocketClient.open(URI.create(Api.server()), "hone.v1", "hone.ticket." + ticket);
  }

  private static RequestSpecification as(String owner) {
    return given().header("Authorization", "Bearer " + key(owner)).contentType("application/json");
  }

  private static String key(String owner) {
    return "key-of-" + owner;
  }
}
