package dev.hone.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.api.SseClient.Received;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What providers do wrong is mended where it can be, and told plainly where it can't. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class FaultsTest {

  private static final String[] TOKENS = {"It ", "scatters ", "more."};

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  static Stream<Arguments> faults() {
    Stream<Arguments> whole =
        Stream.of(
            Arguments.of(
                "429", ScriptedAnswer.error(429, "rate", "slow down").header("Retry-After", "1")),
            Arguments.of("500", ScriptedAnswer.error(500, "oops", "no")),
            Arguments.of("closed", ScriptedAnswer.closed()),
            Arguments.of("silent", ScriptedAnswer.silent()),
            Arguments.of("an HTML page", ScriptedAnswer.html()));
    Stream<Arguments> partial =
        IntStream.rangeClosed(0, TOKENS.length)
            .mapToObj(FaultsTest::begun)
            .flatMap(
                begun ->
                    Stream.of(
                        Arguments.of("cut", begun.cut()),
                        Arguments.of("ended", begun.end()),
                        Arguments.of("malformed", begun.malformed().done()),
                        Arguments.of(
                            "error in the stream", begun.errorInStream("oops", "no").done())));
    return Stream.concat(
        Stream.concat(whole, partial), Stream.of(Arguments.of("stalled", begun(2).stall())));
  }

  private static ScriptedAnswer begun(int tokens) {
    return ScriptedAnswer.stream().text(List.of(TOKENS).subList(0, tokens).toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("faults")
  void aFaultIsMendedByARetryAndWhatWasShownIsVoid(String name, ScriptedAnswer fault) {
    model.enqueue(fault, ScriptedAnswer.tokens(TOKENS), ModelServer.verdict("fine", "none"));

    List<Received> events = run(", \"max_iterations\": 0");

    assertEquals("It scatters more.", shown(events));
    Received end = events.get(events.size() - 1);
    assertEquals("run.completed", end.name());
    assertEquals("It scatters more.", end.text("content"));
    assertEquals(3, model.requests().size());
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("faults")
  void aFaultOfTheJudgeIsMendedToo(String name, ScriptedAnswer fault) {
    model.enqueue(ScriptedAnswer.tokens(TOKENS), fault, ModelServer.verdict("fine", "none"));

    Api.json(Api.ask(", \"max_iterations\": 0"))
        .header("Prefer", "wait=20")
        .post(Api.RUNS)
        .then()
        .body("status", equalTo("completed"))
        .body("score", equalTo(1.0f));
  }

  @Test
  void aModelThatAlwaysFailsEndsTheRunWithItsBest() {
    model
        .enqueue(ScriptedAnswer.of("first"), ModelServer.verdict("more", "1"))
        .otherwise(request -> ScriptedAnswer.error(503, "down", "secret words of the provider"));

    Api.json(Api.ask(""))
        .header("Prefer", "wait=20")
        .post(Api.RUNS)
        .then()
        .statusCode(200)
        .body("status", equalTo("failed"))
        .body("content", equalTo("first"))
        .body("score", equalTo(0.5f))
        .body("problem.status", equalTo(502))
        .body("problem.detail", not(containsString("secret")));
    assertEquals(2 + 4, model.requests().size());
  }

  @Test
  void aRefusedKeyIsNotTriedAgainAndNeverShown() {
    model.otherwise(
        request -> ScriptedAnswer.error(401, "invalid_api_key", "Incorrect key sk-test-secret"));

    String run =
        Api.json(Api.ask(""))
            .header("Prefer", "wait=20")
            .post(Api.RUNS)
            .then()
            .body("status", equalTo("failed"))
            .body("content", nullValue())
            .extract()
            .asString();

    assertTrue(!run.contains("sk-test-secret"), run);
    assertEquals(1, model.requests().size());
  }

  @Test
  void aFullContextEndsTheRunWithItsBest() {
    model.enqueue(
        ScriptedAnswer.of("first"),
        ModelServer.verdict("more", "1"),
        ScriptedAnswer.error(400, "context_length_exceeded", "too long"));

    Api.json(Api.ask(""))
        .header("Prefer", "wait=20")
        .post(Api.RUNS)
        .then()
        .body("status", equalTo("completed"))
        .body("stop_reason", equalTo("context_length"))
        .body("content", equalTo("first"));
  }

  @Test
  void aPromptThatIsTooLongIsItsCallersToShorten() {
    model.enqueue(ScriptedAnswer.error(400, "context_length_exceeded", "too long"));

    Api.json(Api.ask(""))
        .header("Prefer", "wait=20")
        .post(Api.RUNS)
        .then()
        .body("status", equalTo("failed"))
        .body("problem.type", equalTo("urn:hone:problem:context-length-exceeded"))
        .body("problem.status", equalTo(400))
        .body("usage.total_tokens", equalTo(0));
  }

  @Test
  void aVerdictThatCantBeParsedIsAskedForOnceMore() {
    model.enqueue(
        ScriptedAnswer.of("first"),
        ScriptedAnswer.tokens("<reason>fine</reason>", " perfect, 10/10"),
        ModelServer.verdict("really fine", "2"));

    List<Received> events = run(", \"max_iterations\": 0");

    Received evaluation =
        events.stream()
            .filter(e -> e.name().equals("evaluation.completed"))
            .findFirst()
            .orElseThrow();
    assertEquals(0.5, evaluation.data().path("score").asDouble());
    assertTrue(events.stream().anyMatch(e -> e.name().equals("evaluation.discarded")));
  }

  @Test
  void aVerdictOfTenThousandNumbersBreaksNothing() {
    model.otherwise(
        request ->
            ModelServer.isJudge(request)
                ? ModelServer.verdict("long", "1, ".repeat(10_000) + "2")
                : ScriptedAnswer.of("answer"));

    Api.finished(Api.ask(", \"max_iterations\": 0"))
        .then()
        .body("status", equalTo("completed"))
        .body("score", equalTo(0.0f));
  }

  @Test
  void aJudgeThatNeverGivesAVerdictLeavesTheRunGoingWithoutAScore() {
    model.otherwise(
        request ->
            ModelServer.isJudge(request)
                ? ScriptedAnswer.of("I like it")
                : ScriptedAnswer.of("answer " + ScriptedModelServer.text(request).length()));

    Api.json(Api.ask(", \"max_iterations\": 1"))
        .header("Prefer", "wait=20")
        .post(Api.RUNS)
        .then()
        .body("status", equalTo("completed"))
        .body("score", nullValue())
        .body("best", equalTo(1))
        .body("candidates[0].feedback", equalTo("No valid evaluation feedback available."));
    assertEquals(2 + 4, model.requests().size());
  }

  private List<Received> run(String settings) {
    try (SseClient stream = SseClient.post(Api.runs(), Api.ask(settings))) {
      return new ArrayList<>(stream.awaitEnd());
    }
  }

  /** What a page shows that voids what it is told to. */
  private static String shown(List<Received> events) {
    StringBuilder text = new StringBuilder();
    for (Received event : events) {
      switch (event.name()) {
        case "candidate.discarded" -> text.setLength(0);
        case "candidate.delta" -> text.append(event.text("text"));
        default -> {}
      }
    }
    return text.toString();
  }
}
