package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code /q/metrics} before and after runs of which everything is known. */
@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(FiguresTest.OneAtATime.class)
class FiguresTest {

  public static class OneAtATime implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "hone.runs.max-active", "1",
          "hone.model.first-token-timeout", "60S", // a busy machine is no model that stalls
          "hone.model.idle-timeout", "60S",
          "hone.model.retries", "1",
          "quarkus.langchain4j.openai.strong.chat-model.model-name", "gpt-strong");
    }
  }

  private static final String CALL =
      "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\","
          + "gen_ai_request_model=\"gpt-4o-mini\"}";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ONE_CANDIDATE = ", \"max_iterations\": 0";

  private ScriptedModelServer model;
  private Figures before;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
    await().atMost(SOON).until(() -> Figures.now().of("hone_runs_active") == 0);
    before = Figures.now();
  }

  @Test
  void haveTheNamesThatAreDocumented() {
    Set<String> names = new TreeSet<>(Figures.now().names());
    names.removeIf(name -> !name.startsWith("hone_") && !name.startsWith("gen_ai_"));
    names.remove("hone_evaluations_total"); // there once there was one

    assertEquals(
        new TreeSet<>(
            Set.of(
                "hone_runs_active",
                "hone_runs_queued",
                "hone_runs_ended_total",
                "hone_candidates_total",
                "hone_tokens_total",
                "hone_retries_total",
                "hone_refused_total",
                "hone_takeovers_total",
                "hone_watchers",
                "hone_watcher_lag_seconds_bucket",
                "hone_watcher_lag_seconds_count",
                "hone_watcher_lag_seconds_sum",
                "hone_watcher_lag_seconds_max",
                "hone_log_append_seconds_bucket",
                "hone_log_append_seconds_count",
                "hone_log_append_seconds_sum",
                "hone_log_append_seconds_max",
                "gen_ai_client_operation_duration_seconds_bucket",
                "gen_ai_client_operation_duration_seconds_count",
                "gen_ai_client_operation_duration_seconds_sum",
                "gen_ai_client_operation_duration_seconds_max",
                "gen_ai_server_time_to_first_token_seconds_bucket",
                "gen_ai_server_time_to_first_token_seconds_count",
                "gen_ai_server_time_to_first_token_seconds_sum",
                "gen_ai_server_time_to_first_token_seconds_max")),
        names);
  }

  @Test
  void countWhatARunDoes() {
    model.enqueue(
        ScriptedAnswer.tokens("It ", "scatters."),
        ModelServer.verdict("too short", "1"),
        ScriptedAnswer.tokens("It ", "scatters ", "more."),
        ModelServer.verdict("fine", "none"));

    int events = Api.finished(Api.ask(", \"max_iterations\": 1")).path("last_seq");

    awaitEnded("max_iterations", 1);
    assertEquals(2, grown("hone_candidates_total"));
    assertEquals(2, grown("hone_evaluations_total{outcome=\"scored\",reward=\"inline\"}"));
    assertEquals(4 * 10, grown("hone_tokens_total{kind=\"prompt\",model=\"default\"}"));
    assertEquals(2 + 6 + 3 + 6, grown("hone_tokens_total{kind=\"completion\",model=\"default\"}"));
    assertEquals(0, grown("hone_tokens_total{kind=\"cached\",model=\"default\"}"));
    assertEquals(
        events - 2,
        grown("hone_log_append_seconds_count"),
        "all but run.created, which no run waits for, nor for its end");
    assertEquals(
        4, grown("gen_ai_client_operation_duration_seconds_count{error_type=\"\"," + CALL));
    assertEquals(4, grown("gen_ai_server_time_to_first_token_seconds_count{" + CALL));
    assertTrue(
        grown("gen_ai_client_operation_duration_seconds_sum{error_type=\"\"," + CALL)
            >= grown("gen_ai_server_time_to_first_token_seconds_sum{" + CALL));
  }

  @Test
  void countTheTokensOfEachModelAsItsProviderDoes() {
    model.enqueue(
        ScriptedAnswer.stream()
            .text("It scatters.")
            .finish("stop")
            .data(
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":7,"
                    + "\"total_tokens\":107,\"prompt_tokens_details\":{\"cached_tokens\":64}}}")
            .done(),
        ModelServer.verdict("fine", "none"));

    Api.finished(Api.ask(ONE_CANDIDATE + ", \"model\": \"strong\""));

    awaitEnded("max_iterations", 1);
    assertEquals(100, grown("hone_tokens_total{kind=\"prompt\",model=\"strong\"}"));
    assertEquals(7, grown("hone_tokens_total{kind=\"completion\",model=\"strong\"}"));
    assertEquals(64, grown("hone_tokens_total{kind=\"cached\",model=\"strong\"}"));
    assertEquals(10, grown("hone_tokens_total{kind=\"prompt\",model=\"default\"}"));
    assertEquals(
        1,
        grown(
            "gen_ai_client_operation_duration_seconds_count{error_type=\"\","
                + CALL.replace("gpt-4o-mini", "gpt-strong")));
  }

  @Test
  void countTheTokensOfCallsThatBelongToNoRun() {
    model.enqueue(ModelServer.verdict("fine", "none"));

    Api.json(
            """
            {"messages": [{"role": "user", "content": "Why?"}], "candidates": ["So."],
             "reward": {"rubrics": ["It is right."]}}
            """)
        .post("/v1/evaluations")
        .then()
        .statusCode(200);

    assertEquals(10, grown("hone_tokens_total{kind=\"prompt\",model=\"default\"}"));
    assertEquals(0, grown("hone_candidates_total"));
  }

  @Test
  void estimateTheTokensOfACallThatIsCancelled() {
    model.enqueue(ScriptedAnswer.stream().text("12345678").stall());
    String run = Api.start(Api.ask(""));
    try (SseClient watcher = SseClient.get(Api.events(run))) {
      watcher.await("candidate.delta");
    }

    given().delete(Api.RUNS + "/" + run).then().statusCode(202);

    awaitEnded("cancelled", 1);
    String cancelled =
        "gen_ai_client_operation_duration_seconds_count{error_type=\"cancelled\"," + CALL;
    await().atMost(SOON).until(() -> grown(cancelled) == 1);
    assertEquals(2, grown("hone_tokens_total{kind=\"completion\",model=\"default\"}"));
    assertEquals(
        "Why is the sky blue?".length() / 4,
        grown("hone_tokens_total{kind=\"prompt\",model=\"default\"}"));
  }

  @Test
  void tellHowRunsEnd() {
    model.enqueue(ScriptedAnswer.tokens("It scatters."), ModelServer.verdict("fine", "none"));
    Api.finished(Api.ask(", \"stop\": {\"target_score\": 1}"));
    awaitEnded("target_score", 1);

    model.enqueue(
        ScriptedAnswer.tokens("It scatters."),
        ModelServer.verdict("short", "1"),
        ScriptedAnswer.silent());
    String accepted = Api.start(Api.ask(""));
    model.awaitRequest(5);
    Api.json("{}").post(Api.RUNS + "/" + accepted + "/accept").then().statusCode(200);
    awaitEnded("accepted", 1);

    model.enqueue(ScriptedAnswer.error(401, "invalid_api_key", "no"));
    Api.finished(Api.ask(""));
    awaitEnded("failed", 1);

    double all =
        before.text().lines().filter(line -> line.startsWith("hone_runs_ended_total{")).count();
    assertEquals(9, all, "each reason there is, from the start");
    assertEquals(0, grown("hone_runs_ended_total{reason=\"max_iterations\"}"));
  }

  static List<Arguments> faults() {
    return List.of(
        Arguments.of("429", ScriptedAnswer.error(429, "rate", "slow down")),
        Arguments.of("5xx", ScriptedAnswer.error(503, "oops", "no")),
        Arguments.of("refused", ScriptedAnswer.closed()),
        Arguments.of("cut", ScriptedAnswer.stream().text("It ").cut()),
        Arguments.of("malformed", ScriptedAnswer.stream().text("It ").malformed().done()),
        Arguments.of("not_a_stream", ScriptedAnswer.html()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void tellWhyCallsAreTriedAgainAndWhyTheyFailForGood(String cause, ScriptedAnswer fault) {
    model.enqueue(fault, ScriptedAnswer.tokens("It scatters."));
    model.enqueue(ModelServer.verdict("fine", "none"));
    Api.finished(Api.ask(ONE_CANDIDATE));
    awaitEnded("max_iterations", 1);
    assertEquals(1, grown("hone_retries_total{cause=\"" + cause + "\"}"));

    model.enqueue(fault, fault);
    Api.finished(Api.ask(ONE_CANDIDATE));
    awaitEnded("failed", 1);
    assertEquals(2, grown("hone_retries_total{cause=\"" + cause + "\"}"));
    assertEquals(
        1,
        grown(
            "gen_ai_client_operation_duration_seconds_count{error_type=\"" + cause + "\"," + CALL));
  }

  @Test
  void sayWhichCallsAProviderRefuses() {
    Map<ScriptedAnswer, String> refusals =
        Map.of(
            ScriptedAnswer.error(401, "invalid_api_key", "no"), "unauthorized",
            ScriptedAnswer.error(404, "model_not_found", "no"), "unknown_model",
            ScriptedAnswer.error(400, "context_length_exceeded", "no"), "context_length",
            ScriptedAnswer.error(422, "bad", "no"), "4xx");

    refusals.forEach(
        (answer, type) -> {
          model.enqueue(answer);
          Api.finished(Api.ask(""));
          assertEquals(
              1,
              grown(
                  "gen_ai_client_operation_duration_seconds_count{error_type=\""
                      + type
                      + "\","
                      + CALL));
        });
  }

  @Test
  void showWhatGoesOn() {
    model.otherwise(request -> ScriptedAnswer.silent());
    String active = Api.start(Api.ask(""));
    String queued = Api.start(Api.ask(""));

    try (SseClient watcher = SseClient.get(Api.events(active));
        SocketClient socket = SocketClient.open(URI.create(Api.server()))) {
      socket.send("{\"type\": \"watch\", \"run\": \"" + active + "\"}");
      watcher.await("candidate.started");
      socket.await("candidate.started");
      assertEquals(1, Figures.now().of("hone_runs_active"));
      assertEquals(1, Figures.now().of("hone_runs_queued"));
      assertEquals(2, Figures.now().of("hone_watchers"));
    }
    await().atMost(SOON).until(() -> Figures.now().of("hone_watchers") == 0);

    given().delete(Api.RUNS + "/" + queued).then().statusCode(202);
    await().atMost(SOON).until(() -> Figures.now().of("hone_runs_queued") == 0);
    given().delete(Api.RUNS + "/" + active).then().statusCode(202);
    await().atMost(SOON).until(() -> Figures.now().of("hone_runs_active") == 0);
    awaitEnded("cancelled", 2);
  }

  @Test
  void measureHowFarBehindAWatcherIsThatFollows() {
    model.enqueue(
        ScriptedAnswer.tokens("It ", "scatters ", "more.").every(Duration.ofMillis(20)),
        ModelServer.verdict("fine", "none"));
    List<SseClient.Received> events;
    try (SseClient follower = SseClient.post(Api.runs(), Api.ask(ONE_CANDIDATE))) {
      events = follower.awaitEnd();
    }
    double slices = grown("hone_watcher_lag_seconds_count");
    assertTrue(slices >= 5 && slices <= events.size(), slices + " of " + events.size());
    assertTrue(grown("hone_watcher_lag_seconds_sum") < 10);

    try (SseClient late = SseClient.get(Api.events(events.get(0).text("run")))) {
      late.awaitEnd();
    }
    assertEquals(slices, grown("hone_watcher_lag_seconds_count"), "history is no lag");
  }

  @Test
  void haveNothingOfWhatCallersWriteInTheirLabels() throws Exception {
    model.otherwise(
        request ->
            ModelServer.isJudge(request)
                ? ModelServer.verdict("fine", "none")
                : ScriptedAnswer.tokens("It scatters."));
    String mix = "{\"all\": [{\"reward\": {\"rubrics\": [\"Sesame.\"]}, \"weight\": 1}]}";
    String run =
        Api.finished(
                "{\"messages\": [{\"role\": \"user\", \"content\": \"Sesame?\"}],"
                    + " \"metadata\": {\"sesame\": \"sesame\"}, \"max_iterations\": 0,"
                    + " \"reward\": "
                    + mix
                    + "}")
            .path("id");
    given().get(Api.RUNS + "/" + run).then().statusCode(200);
    given().put(Api.RUNS + "/" + run).then().statusCode(405);
    given().get(Api.RUNS + "/" + run + "/sesame").then().statusCode(404);
    call("SESAME " + Api.RUNS + "/" + run);

    awaitEnded("max_iterations", 1);
    Figures now = Figures.now();
    assertEquals(1, grown("hone_evaluations_total{outcome=\"scored\",reward=\"mix\"}"));
    assertFalse(now.text().contains(run));
    assertFalse(now.text().toLowerCase().contains("sesame"));
    assertEquals(
        Set.of("cause", "kind", "le", "model", "outcome", "reason", "reward"), now.labels("hone_"));
    assertEquals(
        Set.of(
            "error_type",
            "gen_ai_operation_name",
            "gen_ai_provider_name",
            "gen_ai_request_model",
            "le"),
        now.labels("gen_ai_"));
    assertTrue(now.values("uri").contains("/v1/refinements/{id}"));
    assertTrue(now.values("method").contains("_OTHER"));
  }

  @Test
  void sayOnWhichPathAnErrorWasAnswered() throws Exception {
    Api.json("{}").post(Api.RUNS).then().statusCode(400);
    given().get(Api.RUNS + "?limit=sesame").then().statusCode(400);
    given().get(Api.RUNS + "/sesame/events").then().statusCode(404);
    given().get("/v1/models/sesame").then().statusCode(404);
    given().get("/v1/sesame").then().statusCode(404);
    given().get("/sesame").then().statusCode(404);

    await().atMost(SOON).until(() -> refused("GET", "404", "NOT_FOUND") == 2);
    assertEquals(1, refused("POST", "400", "/v1/refinements"));
    assertEquals(1, refused("GET", "400", "/v1/refinements"));
    assertEquals(1, refused("GET", "404", "/v1/refinements/{id}/events"));
    assertEquals(1, refused("GET", "404", "/v1/models/{model}"));
    assertFalse(Figures.now().text().contains("sesame"));
  }

  @Test
  void optionsAreCountedByTheTemplateOfTheirPath() {
    given().options("/v1/models/made-up/by-somebody").then().statusCode(204);
    given().options(Api.RUNS + "/made-up/steering").then().statusCode(204);
    given().options(Api.RUNS + "/made-up/").then().statusCode(204);
    given().options(Api.RUNS + "/made-up/by/somebody").then().statusCode(404);

    await()
        .atMost(SOON)
        .until(
            () ->
                Figures.now()
                    .values("uri")
                    .containsAll(Set.of("/v1/models/{model}", "/v1/refinements/{id}/steering")));
    assertFalse(Figures.now().text().contains("made-up"));
  }

  @Test
  void aModelIsCountedByTheTemplateThatIsDescribed() {
    given().get("/v1/models/default").then().statusCode(200);

    await()
        .atMost(SOON)
        .until(
            () ->
                grown(
                        "http_server_requests_seconds_count{method=\"GET\",outcome=\"SUCCESS\","
                            + "status=\"200\",uri=\"/v1/models/{model}\"}")
                    == 1);
    assertFalse(Figures.now().text().contains("{model:"));
  }

  private double refused(String method, String status, String uri) {
    return grown(
        "http_server_requests_seconds_count{method=\""
            + method
            + "\",outcome=\"CLIENT_ERROR\",status=\""
            + status
            + "\",uri=\""
            + uri
            + "\"}");
  }

  private double grown(String sample) {
    return Figures.now().of(sample) - before.of(sample);
  }

  private void awaitEnded(String reason, int runs) {
    await()
        .atMost(SOON)
        .until(() -> grown("hone_runs_ended_total{reason=\"" + reason + "\"}") == runs);
  }

  /** Says what no client of HTTP would, and waits for the answer. */
  private static void call(String requestLine) throws Exception {
    try (Socket socket = new Socket("localhost", URI.create(Api.server()).getPort())) {
      String request = requestLine + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }
}
