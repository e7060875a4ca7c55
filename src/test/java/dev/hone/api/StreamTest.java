package dev.hone.api;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.api.SseClient.Received;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ModelServer.class)
class StreamTest {

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void speaksBeforeTheModelDoes() {
    model.otherwise(request -> ScriptedAnswer.silent());

    try (SseClient stream = SseClient.post(Api.runs(), Api.ask(""))) {
      stream.await("candidate.started");

      assertEquals(200, stream.status());
      assertEquals(List.of("run.created", "run.started", "candidate.started"), stream.names());
      assertEquals("retry: 1000", stream.otherLines().get(0));
      assertEquals(
          "/v1/refinements/" + stream.run(), stream.headers().firstValue("Location").orElseThrow());
      assertEquals(
          "no-cache, no-transform", stream.headers().firstValue("Cache-Control").orElseThrow());
      assertEquals("no", stream.headers().firstValue("X-Accel-Buffering").orElseThrow());
      assertTrue(
          stream
              .headers()
              .firstValue("Content-Type")
              .orElseThrow()
              .startsWith("text/event-stream"));
      RestAssured.delete(Api.RUNS + "/" + stream.run());
    }
  }

  @Test
  void tellsEachTokenAsItIsMadeAndTheCritiqueToo() {
    model.enqueue(
        ScriptedAnswer.tokens("It ", "scat", "ters.").every(Duration.ofMillis(30)),
        ScriptedAnswer.tokens("<rea", "son>Say ", "more.", "</reason><violation>1", "</violation>")
            .every(Duration.ofMillis(30)));

    List<Received> events;
    try (SseClient stream =
        SseClient.post(
            Api.runs(), Api.ask(", \"max_iterations\": 0, \"stream\": true"), "Accept", "*/*")) {
      events = stream.awaitEnd();
    }

    assertEquals(List.of("It ", "scat", "ters."), texts(events, "candidate.delta"));
    assertEquals("Say more.", String.join("", texts(events, "feedback.delta")));
    assertThat(1, lessThan(texts(events, "feedback.delta").size()));
    assertEquals(
        IntStream.rangeClosed(1, events.size()).mapToObj(String::valueOf).toList(),
        events.stream().map(Received::id).toList());
    assertEquals("run.completed", events.get(events.size() - 1).name());
    events.forEach(event -> assertEquals(event.name(), event.text("type")));
  }

  @Test
  void thinkingIsApart() {
    model.enqueue(
        ScriptedAnswer.stream()
            .reasoning("hm", "m")
            .text("<th", "ink>", "more</think>", "Blue.")
            .finish("stop")
            .done(),
        ModelServer.verdict("fine", "none"));

    List<Received> events = run(", \"max_iterations\": 0");

    assertEquals("hmmmore", String.join("", texts(events, "candidate.thinking.delta")));
    Received completed = only(events, "candidate.completed");
    assertEquals("Blue.", completed.text("content"));
    assertEquals("hmmmore", completed.text("thinking"));
  }

  @Test
  void aCharacterThatTheProviderCutsInTwoIsTakenWhole() {
    model.enqueue(
        ScriptedAnswer.stream()
            .data("{\"choices\": [{\"delta\": {\"content\": \"a\\ud83d\"}}]}")
            .pause(Duration.ofMillis(100))
            .data("{\"choices\": [{\"delta\": {\"content\": \"\\ude00b \\ud83d\"}}]}")
            .finish("stop")
            .done(),
        ModelServer.verdict("fine", "none"));

    List<Received> events = run(", \"max_iterations\": 0");

    assertEquals(List.of("a", "\uD83D\uDE00b ", "\uFFFD"), texts(events, "candidate.delta"));
    assertEquals("a\uD83D\uDE00b \uFFFD", only(events, "candidate.completed").text("content"));
  }

  @Test
  void aHeadOfAStreamHoldsNobodyUp() {
    model.otherwise(request -> ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));

    RestAssured.head(Api.events(run)).then().statusCode(200);

    RestAssured.delete(Api.RUNS + "/" + run).then().statusCode(202);
  }

  @Test
  void aReaderCutAfterAnyEventGetsTheRest() {
    model.enqueue(
        ScriptedAnswer.tokens("a", "b", "c").every(Duration.ofMillis(2)),
        ModelServer.verdict("why", "1"),
        ScriptedAnswer.tokens("d", "e").every(Duration.ofMillis(2)),
        ModelServer.verdict("well", "none"));
    List<Received> live = run(", \"max_iterations\": 1");
    String run = live.get(0).text("run");

    for (Received cut : live.subList(0, live.size() - 1)) {
      try (SseClient rest = SseClient.get(Api.events(run), "Last-Event-ID", cut.id())) {
        List<Received> missed = rest.awaitEnd();
        List<Received> all = new ArrayList<>(live.subList(0, live.indexOf(cut) + 1));
        all.addAll(missed);

        assertTrue(missed.stream().allMatch(event -> event.seq() > cut.seq()));
        assertEquals(important(live), important(all));
      }
    }
    Received last = live.get(live.size() - 1);
    RestAssured.given()
        .header("Last-Event-ID", last.id())
        .get(Api.events(run))
        .then()
        .statusCode(204);
  }

  @Test
  void aReaderCutInTheMiddleOfACandidateGetsEachTextOnce() {
    String[] tokens = IntStream.range(0, 60).mapToObj(i -> "w" + i + " ").toArray(String[]::new);
    model.enqueue(
        ScriptedAnswer.tokens(tokens).every(Duration.ofMillis(10)),
        ModelServer.verdict("fine", "none"));
    StringBuilder text = new StringBuilder();
    try (SseClient first = SseClient.post(Api.runs(), Api.ask(", \"max_iterations\": 0"))) {
      first.await(event -> event.text("text").contains("w10 "));
      List<Received> seen = List.copyOf(first.events());
      first.close();
      text.append(String.join("", texts(seen, "candidate.delta")));
      String last = seen.get(seen.size() - 1).id();

      for (int cut = 20; cut < 50; cut += 10) {
        String word = "w" + cut + " ";
        try (SseClient next = SseClient.get(Api.events(first.run()) + "?after=" + last)) {
          next.await(event -> event.text("text").contains(word));
          List<Received> more = List.copyOf(next.events());
          text.append(String.join("", texts(more, "candidate.delta")));
          last = more.get(more.size() - 1).id();
        }
      }

      assertTrue(String.join("", tokens).startsWith(text.toString()), text.toString());
      assertTrue(text.toString().contains("w40 "));
    }
  }

  @Test
  void aLateReaderOfALongRunReadsLittle() {
    String[] tokens = new String[500];
    Arrays.fill(tokens, "tok ");
    model.otherwise(
        request ->
            ModelServer.isJudge(request)
                ? ModelServer.verdict("again", "1")
                : ScriptedAnswer.tokens(tokens));
    String run = Api.finished(Api.ask("")).path("id");

    try (SseClient late = SseClient.get(Api.events(run))) {
      List<Received> events = late.awaitEnd();

      assertThat(events.size(), lessThan(40));
      assertEquals(
          "tok ".repeat(500), only(events.subList(0, 6), "candidate.completed").text("content"));
    }
  }

  @Test
  void manyWatchersOfOneRunSeeTheSame() {
    String[] tokens = IntStream.range(0, 50).mapToObj(i -> "w" + i + " ").toArray(String[]::new);
    model.enqueue(
        ScriptedAnswer.tokens(tokens).every(Duration.ofMillis(40)),
        ModelServer.verdict("fine", "none"));
    List<SseClient> watchers = new ArrayList<>();
    try (SseClient first = SseClient.post(Api.runs(), Api.ask(", \"max_iterations\": 0"))) {
      for (int i = 0; i < 10; i++) {
        watchers.add(SseClient.get(Api.events(first.run())));
      }
      first.awaitEnd();

      for (SseClient watcher : watchers) {
        assertEquals(
            String.join("", tokens), String.join("", texts(watcher.awaitEnd(), "candidate.delta")));
      }
    } finally {
      watchers.forEach(SseClient::close);
    }
  }

  @Test
  void aHeartbeatKeepsASilentStreamAlive() {
    model.otherwise(request -> ScriptedAnswer.silent());

    try (SseClient stream = SseClient.post(Api.runs(), Api.ask(""))) {
      org.awaitility.Awaitility.await().until(() -> stream.otherLines().contains(":"));
      RestAssured.delete(Api.RUNS + "/" + stream.run());
      assertEquals("run.cancelled", last(stream.awaitEnd()).name());
    }
  }

  @Test
  void whatIsLastSeenMustBeAnEventOfTheRun() {
    model.enqueue(ScriptedAnswer.of("a"), ModelServer.verdict("fine", "none"));
    String run = Api.finished(Api.ask(", \"max_iterations\": 0")).path("id");

    for (String wrong : List.of("x", "-1", "1.5", "99999999999999999999", "1000")) {
      RestAssured.given()
          .header("Last-Event-ID", wrong)
          .get(Api.events(run))
          .then()
          .statusCode(400)
          .body("errors[0].field", org.hamcrest.Matchers.equalTo("Last-Event-ID"));
    }
    RestAssured.given().queryParam("after", "x").get(Api.events(run)).then().statusCode(400);
    RestAssured.given()
        .header("Last-Event-ID", "x")
        .queryParam("after", "0")
        .get(Api.events(run))
        .then()
        .statusCode(400);
  }

  @Test
  void aLittleAheadOfARunningRunWaitsAndFarAheadIsWrong() {
    model.otherwise(request -> ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));

    RestAssured.given().queryParam("after", 20_000).get(Api.events(run)).then().statusCode(400);
    try (SseClient ahead = SseClient.get(Api.events(run) + "?after=50")) {
      assertEquals(200, ahead.status());
      assertFalse(ahead.otherLines().isEmpty() && !ahead.events().isEmpty());
      RestAssured.delete(Api.RUNS + "/" + run);
      assertTrue(ahead.awaitEnd().isEmpty());
    }
  }

  private List<Received> run(String settings) {
    try (SseClient stream = SseClient.post(Api.runs(), Api.ask(settings))) {
      return stream.awaitEnd();
    }
  }

  private static Received last(List<Received> events) {
    return events.get(events.size() - 1);
  }

  private static Received only(List<Received> events, String name) {
    return events.stream().filter(event -> event.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> texts(List<Received> events, String name) {
    return events.stream()
        .filter(event -> event.name().equals(name))
        .map(event -> event.text("text"))
        .toList();
  }

  /** Deltas of steps that are complete may be missing; all else must be there once. */
  private static String important(List<Received> events) {
    return events.stream()
        .filter(event -> !event.name().endsWith(".delta"))
        .map(event -> event.id() + " " + event.data())
        .collect(Collectors.joining("\n"));
  }
}
