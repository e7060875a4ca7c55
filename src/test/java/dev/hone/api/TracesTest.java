package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector gets of runs. */
@QuarkusTest
@WithTestResource(ModelServer.class)
@WithTestResource(Collector.class)
class TracesTest {

  private static final Predicate<Span> RUN = span -> span.getName().equals("hone.run");
  private static final Predicate<Span> CALL = span -> span.getName().startsWith("chat ");
  private static final Predicate<Span> REQUEST =
      span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER;
  private static final String CALLERS_TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLERS_SPAN = "b7ad6b7169203331";

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
    Collector.clear();
  }

  @Test
  void aRunsCallsAreBelowItAndItIsBelowTheRequestThatStartedItInTheCallersTrace() {
    model.enqueue(
        ScriptedAnswer.tokens("It ", "scatters."),
        ModelServer.verdict("too short", "1"),
        ScriptedAnswer.tokens("It ", "scatters ", "more."),
        ModelServer.verdict("fine", "none"));

    String run =
        Api.json(Api.ask(", \"max_iterations\": 1, \"generation\": {\"temperature\": 0.5}"))
            .header("Prefer", "wait=20")
            .header("traceparent", "00-" + CALLERS_TRACE + "-" + CALLERS_SPAN + "-01")
            .post(Api.RUNS)
            .then()
            .statusCode(200)
            .extract()
            .path("id");

    Span request = Collector.await(1, REQUEST).get(0);
    Span spanOfRun = Collector.await(1, RUN).get(0);
    List<Span> calls = Collector.await(4, CALL);
    assertEquals("POST /v1/refinements", request.getName());
    assertEquals(CALLERS_SPAN, hex(request.getParentSpanId()));
    assertEquals(request.getSpanId(), spanOfRun.getParentSpanId());
    calls.forEach(call -> assertEquals(spanOfRun.getSpanId(), call.getParentSpanId()));
    Collector.spans().forEach(span -> assertEquals(CALLERS_TRACE, hex(span.getTraceId())));

    assertEquals(
        Map.of(
            "hone.run.id",
            run,
            "hone.run.attempt",
            1L,
            "hone.reward",
            "inline",
            "hone.run.ended",
            "max_iterations",
            "hone.candidate",
            1L,
            "hone.score",
            1.0),
        Collector.attributes(spanOfRun));
    assertEquals(
        List.of(
            "candidate.completed",
            "evaluation.completed",
            "candidate.completed",
            "evaluation.completed"),
        Collector.events(spanOfRun));
    Span first = calls.get(0);
    assertEquals("chat gpt-4o-mini", first.getName());
    assertEquals(Span.SpanKind.SPAN_KIND_CLIENT, first.getKind());
    assertEquals(
        Map.ofEntries(
            Map.entry("gen_ai.operation.name", "chat"),
            Map.entry("gen_ai.provider.name", "openai"),
            Map.entry("gen_ai.request.model", "gpt-4o-mini"),
            Map.entry("gen_ai.request.temperature", 0.5),
            Map.entry("gen_ai.response.model", "scripted"),
            Map.entry("gen_ai.response.finish_reasons", List.of("stop")),
            Map.entry("gen_ai.usage.input_tokens", 10L),
            Map.entry("gen_ai.usage.output_tokens", 2L),
            Map.entry("server.address", "127.0.0.1"),
            Map.entry("server.port", (long) model.port())),
        Collector.attributes(first));
    assertEquals(List.of("first_token"), Collector.events(first));
    assertEquals(6, Collector.spans().size(), "one span for each, and no second one of a client");
  }

  @Test
  void theProviderIsToldWhichSpanItWorksFor() {
    model.enqueue(ScriptedAnswer.of("It scatters."), ModelServer.verdict("fine", "none"));

    Api.json(Api.ask(", \"max_iterations\": 0"))
        .header("Prefer", "wait=20")
        .header("traceparent", "00-" + CALLERS_TRACE + "-" + CALLERS_SPAN + "-01")
        .header("baggage", "secret=sesame")
        .post(Api.RUNS)
        .then()
        .statusCode(200);

    List<String> told =
        model.requests().stream().map(request -> request.headers().get("traceparent")).toList();
    List<String> calls =
        Collector.await(2, CALL).stream()
            .map(call -> "00-" + CALLERS_TRACE + "-" + hex(call.getSpanId()) + "-01")
            .toList();
    assertEquals(calls, told);
    assertFalse(model.requests().get(0).headers().containsKey("baggage"));
  }

  @Test
  void aCallThatIsTriedAgainIsOneSpanAndOneThatFailsSaysWhy() {
    model.enqueue(
        ScriptedAnswer.error(503, "oops", "no"),
        ScriptedAnswer.of("It scatters."),
        ScriptedAnswer.error(401, "invalid_api_key", "no"));

    Api.finished(Api.ask(""));

    List<Span> calls = Collector.await(2, CALL);
    assertEquals(List.of("retry", "first_token"), Collector.events(calls.get(0)));
    assertEquals(Status.StatusCode.STATUS_CODE_UNSET, calls.get(0).getStatus().getCode());
    assertEquals(Status.StatusCode.STATUS_CODE_ERROR, calls.get(1).getStatus().getCode());
    assertEquals("unauthorized", Collector.attributes(calls.get(1)).get("error.type"));
    Span run = Collector.await(1, RUN).get(0);
    assertEquals(Status.StatusCode.STATUS_CODE_ERROR, run.getStatus().getCode());
    assertEquals("failed", Collector.attributes(run).get("hone.run.ended"));
    assertEquals("urn:hone:problem:model-failed", Collector.attributes(run).get("error.type"));
  }

  @Test
  void aCancelledCallIsNoError() {
    model.enqueue(ScriptedAnswer.stream().text("12345678").stall());
    String run = Api.start(Api.ask(""));
    try (SseClient watcher = SseClient.get(Api.events(run))) {
      watcher.await("candidate.delta");
    }

    given().delete(Api.RUNS + "/" + run).then().statusCode(202);

    Span call = Collector.await(1, CALL).get(0);
    assertEquals(Status.StatusCode.STATUS_CODE_UNSET, call.getStatus().getCode());
    assertEquals(List.of("first_token", "cancelled"), Collector.events(call));
    assertEquals(2L, Collector.attributes(call).get("gen_ai.usage.output_tokens"));
    assertEquals(
        "cancelled", Collector.attributes(Collector.await(1, RUN).get(0)).get("hone.run.ended"));
  }

  @Test
  void aRunWithoutATraceOfItsCallerBeginsOneWithItsRequest() {
    model.enqueue(ScriptedAnswer.of("It scatters."), ModelServer.verdict("fine", "none"));

    Api.finished(Api.ask(", \"max_iterations\": 0"));

    Span request = Collector.await(1, REQUEST).get(0);
    Span run = Collector.await(1, RUN).get(0);
    assertTrue(request.getParentSpanId().isEmpty());
    assertEquals(request.getTraceId(), run.getTraceId());
  }

  @Test
  void callsOfAnEvaluationAreBelowItsRequest() {
    model.enqueue(ModelServer.verdict("fine", "none"), ModelServer.verdict("fine", "none"));

    Api.json(
            """
            {"messages": [{"role": "user", "content": "Why?"}], "candidates": ["So.", "Or so."],
             "reward": {"rubrics": ["It is right."]}}
            """)
        .post("/v1/evaluations")
        .then()
        .statusCode(200);

    Span request = Collector.await(1, REQUEST).get(0);
    Collector.await(2, CALL)
        .forEach(call -> assertEquals(request.getSpanId(), call.getParentSpanId()));
  }

  @Test
  void noTextAndNoTicketLeavesWithThem() {
    model.enqueue(ScriptedAnswer.of("Open barley."), ModelServer.verdict("no, wheat", "none"));
    String run =
        Api.finished(
                Api.ask(", \"max_iterations\": 0").replace("Why is the sky blue?", "Open sesame?"))
            .path("id");
    String ticket = given().post(Api.RUNS + "/" + run + "/tickets").then().extract().path("ticket");
    given()
        .get(Api.RUNS + "/" + run + "/events?after=1&ticket=" + ticket + "&x=1")
        .then()
        .statusCode(200);

    Collector.await(1, RUN);
    Collector.await(2, CALL);
    Span watching = Collector.await(3, REQUEST).get(2);
    assertEquals("GET /v1/refinements/{id}/events", watching.getName());
    assertEquals("after=1&ticket=REDACTED&x=1", Collector.attributes(watching).get("url.query"));
    for (String secret : List.of("sesame", "barley", "wheat", ticket, "sk-test-secret")) {
      assertFalse(Collector.everything().contains(secret), secret);
    }
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
