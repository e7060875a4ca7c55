package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each refusal that the API's description tells of each call is had, and is as it is described.
 * Those of a full server are {@link AdmissionTest}'s.
 */
@QuarkusTest
@WithTestResource(ModelServer.class)
class BadCallsTest {

  private static final String UNKNOWN = "0192f3a0-0000-7000-8000-000000000000";
  private static final int LIMIT = 1 << 20;
  private static final Set<String> OTHERS = Set.of("408", "429", "503", "default");

  /** What makes a call without JSON in its body wrong: a parameter of its query. */
  private static final Map<String, Map<String, String>> BAD_QUERY =
      Map.of(
          "listRuns", Map.of("limit", "0"),
          "cancelRun", Map.of("purge", "maybe"),
          "watchRun", Map.of("after", "x"),
          "refineBatch", Map.of("max_iterations", "many"));

  private static String ended;

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
    model.otherwise(
        request ->
            ModelServer.isJudge(request)
                ? ModelServer.verdict("Fine.", "none")
                : ScriptedAnswer.of("Waves."));
  }

  static Stream<Arguments> refusals() {
    return OpenApi.operations().stream()
        .flatMap(
            call ->
                call.answers().keySet().stream()
                    .filter(status -> !status.startsWith("2") && !OTHERS.contains(status))
                    .map(status -> arguments(call, status)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusals")
  void eachRefusalIsHadAndIsAsItIsDescribed(Operation call, String status) {
    Response answer =
        switch (status) {
          case "400" -> bad(call);
          case "404" -> unknown(call);
          case "406" -> send(call, good(call).accept("image/png"));
          case "409" -> send(call, good(call)); // its run has ended
          case "410" -> cancelledMeanwhile(call);
          case "413" ->
              send(call, given().contentType("application/json").body(new byte[LIMIT + 1]));
          case "415" -> send(call, given().contentType("text/plain").body("hi"));
          case "422" -> keyTaken(call);
          case "502" -> providerRefuses(call);
          default -> throw new AssertionError("nobody has said how to bring about " + status);
        };

    String described = call.assertDescribed(answer);

    assertEquals(status, described.substring(0, 3));
    if (described.endsWith("problem+json")) {
      assertEquals(status, "" + answer.path("status"));
      assertEquals(status.equals("400"), answer.path("errors") != null);
    }
  }

  static Set<Map.Entry<String, Set<String>>> paths() {
    return OpenApi.operations().stream()
        .collect(
            Collectors.groupingBy(
                Operation::path, Collectors.mapping(Operation::method, Collectors.toSet())))
        .entrySet();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void anotherMethodIsToldWhichThereAre(Map.Entry<String, Set<String>> path) {
    Set<String> allowed = new TreeSet<>(path.getValue());
    allowed.add("OPTIONS");
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH")) {
      if (!allowed.contains(method)) {
        Response answer = given().request(method, path(path.getKey(), UNKNOWN));

        answer.then().statusCode(405).contentType(errors(path.getKey()));
        assertEquals(
            allowed, new TreeSet<>(Arrays.asList(answer.header("Allow").split(", "))), method);
      }
    }
  }

  static List<Operation> callsWithJson() {
    return OpenApi.operations().stream()
        .filter(call -> "application/json".equals(call.bodyType()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("callsWithJson")
  void aBodyWithoutALengthThatIsTooLargeIsRefusedToo(Operation call) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(Api.server() + path(call, ended())))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> blanks(LIMIT + 1)))
            .build();

    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

    assertEquals(413, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains("The limit is hone.limits.body."), answer::body);
  }

  @ParameterizedTest
  @MethodSource("callsWithJson")
  void whatIsNoJsonIsToldWhereItBreaks(Operation call) {
    given()
        .contentType("application/json")
        .body("{\"messages\": [")
        .post(path(call, ended()))
        .then()
        .statusCode(400);
  }

  static List<Operation> reads() {
    return OpenApi.operations().stream().filter(call -> call.method().equals("GET")).toList();
  }

  /** As RFC 9110 has it. */
  @ParameterizedTest
  @MethodSource("reads")
  void whatCanBeReadCanBeAskedForItsHead(Operation call) {
    given().head(path(call, ended())).then().statusCode(200);
    if (call.path().contains("{")) {
      given().head(path(call, UNKNOWN)).then().statusCode(404);
    }
  }

  private Response bad(Operation call) {
    return BAD_QUERY.containsKey(call.id())
        ? send(call, good(call).queryParams(BAD_QUERY.get(call.id())))
        : send(call, Api.json("[]"));
  }

  private Response unknown(Operation call) {
    return call.id().equals("completeChat")
        ? send(call, Api.json(Chat.ask("").replace("\"default\"", "\"none\"")))
        : good(call).request(call.method(), path(call, UNKNOWN));
  }

  private Response keyTaken(Operation call) {
    String key = UUID.randomUUID().toString();
    String path = path(call, ended());
    Api.json(call.bodies().values().iterator().next())
        .header("Idempotency-Key", key)
        .post(path)
        .then()
        .statusCode(201);
    return Api.json(call.id().equals("forkRun") ? "{\"max_iterations\": 0}" : Api.ask(""))
        .header("Idempotency-Key", key)
        .post(path);
  }

  private Response providerRefuses(Operation call) {
    model.otherwise(request -> ScriptedAnswer.error(401, "invalid_api_key", "sk-test-secret"));
    return send(
        call,
        call.id().equals("evaluate")
            ? Api.json(Api.ask(", \"candidates\": [\"one\"]"))
            : good(call));
  }

  private Response cancelledMeanwhile(Operation call) {
    model.otherwise(request -> ScriptedAnswer.silent());
    CompletableFuture<Response> answer =
        CompletableFuture.supplyAsync(() -> send(call, good(call)));
    model.awaitRequest(1);
    String run = given().queryParam("status", "running").get(Api.RUNS).path("data[0].id");
    given().delete(Api.RUNS + "/" + run).then().statusCode(202);
    return answer.join();
  }

  /** With the first example of its body, if it has one. */
  private static RequestSpecification good(Operation call) {
    return call.hasBody() ? call.with(call.bodies().values().iterator().next()) : given();
  }

  private static Response send(Operation call, RequestSpecification request) {
    return request.request(call.method(), path(call, call.path().contains("{id}") ? ended() : ""));
  }

  private static String path(Operation call, String run) {
    return path(call.path(), run);
  }

  private static String path(String template, String run) {
    return template
        .replace("{id}", run)
        .replace("{model}", run.equals(UNKNOWN) ? UNKNOWN : "default");
  }

  private static String errors(String path) {
    return path.equals(Chat.PATH) ? "application/json" : "application/problem+json";
  }

  /** One run for all: nothing can be changed of it. */
  private static String ended() {
    if (ended == null) {
      ended =
          Api.finished(
                  "{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}],"
                      + " \"reward\": \"length_penalty\", \"max_iterations\": 0}")
              .path("id");
    }
    return ended;
  }

  private static ByteArrayInputStream blanks(int bytes) {
    byte[] blanks = new byte[bytes];
    Arrays.fill(blanks, (byte) ' ');
    return new ByteArrayInputStream(blanks);
  }
}
