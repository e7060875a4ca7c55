package dev.hone.api;

import static java.util.Map.entry;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each call of the API's description is made with each example of its body, and answered as it is
 * described: in every one of its good ways, and in no other.
 */
@QuarkusTest
@WithTestResource(ModelServer.class)
class GoodCallsTest {

  private static final String LONG = "Never stop.";
  private static final ScriptedAnswer ENDLESS = ModelServer.endless();

  /** What run a call is about; the id is {@code null} where it is about none. */
  private enum About {
    NOTHING,
    ENDED,
    GOING_ON;

    String run() {
      return switch (this) {
        case NOTHING -> null;
        case ENDED -> Api.finished(Api.ask(", \"max_iterations\": 1")).path("id");
        case GOING_ON -> goingOn();
      };
    }
  }

  /** How a call is made, beside its body; {@code more} may look at its run. */
  private record Way(
      About about, BiFunction<RequestSpecification, String, RequestSpecification> more) {}

  private static final Map<String, List<Way>> WAYS =
      Map.ofEntries(
          entry("startRun", answered(About.NOTHING)),
          entry("forkRun", answered(About.ENDED)),
          entry(
              "listRuns",
              List.of(
                  way(About.ENDED),
                  way(About.GOING_ON, (request, run) -> request.queryParam("status", "running")),
                  way(
                      About.ENDED,
                      (request, run) -> request.queryParams("limit", 1, "after", run)))),
          entry("getRun", List.of(way(About.ENDED), way(About.GOING_ON))),
          entry(
              "cancelRun",
              List.of(
                  way(About.GOING_ON),
                  way(About.ENDED),
                  way(About.GOING_ON, (request, run) -> request.queryParam("purge", true)))),
          entry(
              "watchRun",
              List.of(
                  way(About.ENDED),
                  way(About.ENDED, (request, run) -> request.queryParam("after", 2)),
                  way(
                      About.ENDED,
                      (request, run) -> {
                        int last = Api.get(run).path("last_seq");
                        return request.header("Last-Event-ID", last);
                      }))),
          entry("sampleOfRun", List.of(way(About.ENDED), way(About.GOING_ON))),
          entry("steerRun", List.of(way(About.GOING_ON))),
          entry("acceptCandidate", List.of(way(About.GOING_ON))),
          entry("makeTicket", List.of(way(About.ENDED))),
          entry("makeSocketTicket", List.of(way(About.NOTHING))),
          entry(
              "refineBatch",
              List.of(
                  way(About.NOTHING),
                  way(
                      About.NOTHING,
                      (request, run) ->
                          request.queryParams(OpenApi.operation("refineBatch").query())))),
          entry("evaluate", List.of(way(About.NOTHING))),
          entry("listRewards", List.of(way(About.NOTHING))),
          entry("listModels", List.of(way(About.NOTHING))),
          entry("getModel", List.of(way(About.NOTHING))),
          entry("completeChat", List.of(way(About.NOTHING))));

  @BeforeEach
  void script() {
    ModelServer.fresh().otherwise(GoodCallsTest::answer);
  }

  static List<Operation> operations() {
    return OpenApi.operations();
  }

  @Test
  void whatIsServedIsWhatIsTested() {
    String served =
        RestAssured.given()
            .accept("application/json")
            .get("/q/openapi")
            .then()
            .extract()
            .asString();

    assertEquals(OpenApi.DOCUMENT, OpenApi.json(served));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void eachExampleIsAnsweredAsItIsDescribed(Operation call) {
    Set<String> answers = new TreeSet<>();
    assertTrue(WAYS.containsKey(call.id()), () -> "nobody has said how to call " + call);

    for (Way way : WAYS.get(call.id())) {
      for (String body : bodies(call)) {
        answers.add(call.assertDescribed(send(call, way, body)));
      }
    }

    assertEquals(call.successes(), answers);
  }

  /** A body that may be left out is left out once, too. */
  private static Collection<String> bodies(Operation call) {
    if (!call.hasBody()) {
      return Collections.singleton(null);
    }
    Collection<String> bodies = new java.util.ArrayList<>(call.bodies().values());
    if (!call.needsBody()) {
      bodies.add(null);
    }
    return bodies;
  }

  private static Response send(Operation call, Way way, String body) {
    String run = way.about().run();
    RequestSpecification request =
        body == null ? RestAssured.given().noContentType() : call.with(body);
    return way.more()
        .apply(request, run)
        .request(
            call.method(), call.path().replace("{id}", "" + run).replace("{model}", "default"));
  }

  /** At once, waited for, no longer waited for, as a stream. */
  private static List<Way> answered(About about) {
    return List.of(
        way(about),
        way(about, (request, run) -> request.header("Prefer", "wait=20")),
        way(about, (request, run) -> request.header("Prefer", "wait=0")),
        way(about, (request, run) -> request.accept("text/event-stream")));
  }

  private static Way way(About about) {
    return way(about, (request, run) -> request);
  }

  private static Way way(
      About about, BiFunction<RequestSpecification, String, RequestSpecification> more) {
    return new Way(about, more);
  }

  /** A run of two candidates that writes the third. */
  private static String goingOn() {
    String run = Api.start(Api.ask("").replace("Why is the sky blue?", LONG));
    await().until(() -> Api.get(run).<List<?>>path("candidates").size() == 2);
    return run;
  }

  private static ScriptedAnswer answer(JsonObject request) {
    if (ModelServer.isJudge(request)) {
      return ModelServer.verdict("Fine.", "none");
    }
    boolean third = request.getJsonArray("messages").size() >= 5;
    return third && ScriptedModelServer.text(request).contains(LONG)
        ? ENDLESS
        : ScriptedAnswer.tokens("Waves ", "roll.");
  }
}
