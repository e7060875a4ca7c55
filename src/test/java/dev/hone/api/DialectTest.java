package dev.hone.api;

import static io.restassured.RestAssured.given;
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
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The event stream as the readers of other protocols know it, from its start and from anywhere. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class DialectTest {

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void aiSdkHasOneMessageOfReasoningPartsAndOneText() {
    String run = finished();

    try (SseClient stream = watch(run, "ai-sdk")) {
      List<SseClient.Received> frames = stream.awaitEnd();

      assertEquals(200, stream.status());
      assertEquals(
          "v1", stream.headers().firstValue("x-vercel-ai-ui-message-stream").orElseThrow());
      assertEquals("[DONE]", stream.lastData());
      assertEquals(
          List.of(
              "start",
              "start-step",
              "reasoning-start",
              "reasoning-delta",
              "reasoning-end",
              "reasoning-start",
              "reasoning-delta",
              "reasoning-end",
              "data-evaluation",
              "reasoning-start",
              "reasoning-delta",
              "reasoning-end",
              "reasoning-start",
              "reasoning-delta",
              "reasoning-end",
              "data-evaluation",
              "text-start",
              "text-delta",
              "text-end",
              "finish-step",
              "finish"),
          types(frames));
      assertEquals(run, frames.get(0).text("messageId"));
      assertEquals(
          List.of("Poor.", "Say more.\n\nNot met yet:\n- It is right.", "Good.", "Fine."),
          deltas(frames, "reasoning-delta"));
      assertEquals(List.of("Good."), deltas(frames, "text-delta"));
      assertEquals("draft", label(frames.get(2)).path("kind").asText());
      assertEquals(0, label(frames.get(2)).path("candidate").asInt());
      assertEquals(0.5, frames.get(8).data().at("/data/score").asDouble());
      JsonNode finish = frames.get(frames.size() - 1).data();
      assertEquals("stop", finish.path("finishReason").asText());
      assertEquals(1, finish.at("/messageMetadata/hone/best").asInt());
      assertEquals("max_iterations", finish.at("/messageMetadata/hone/stop_reason").asText());
      assertEquals(54, finish.at("/messageMetadata/usage/total_tokens").asInt());
    }
  }

  @Test
  void agUiHasReasoningMessagesAndOneText() {
    String run = finished();

    try (SseClient stream = watch(run, "ag-ui")) {
      List<SseClient.Received> frames = stream.awaitEnd();

      List<String> message =
          List.of(
              "REASONING_START",
              "REASONING_MESSAGE_START",
              "REASONING_MESSAGE_CONTENT",
              "REASONING_MESSAGE_END",
              "REASONING_END");
      List<String> wanted = new ArrayList<>(List.of("RUN_STARTED"));
      wanted.addAll(message);
      wanted.addAll(message);
      wanted.add("CUSTOM");
      wanted.addAll(message);
      wanted.addAll(message);
      wanted.addAll(
          List.of(
              "CUSTOM",
              "TEXT_MESSAGE_START",
              "TEXT_MESSAGE_CONTENT",
              "TEXT_MESSAGE_END",
              "RUN_FINISHED"));
      assertEquals(wanted, types(frames));
      assertEquals(run, frames.get(0).text("runId"));
      assertEquals(List.of("Good."), deltas(frames, "TEXT_MESSAGE_CONTENT"));
      JsonNode end = frames.get(frames.size() - 1).data();
      assertEquals("success", end.at("/outcome/type").asText());
      assertEquals(1, end.at("/result/best").asInt());
      assertEquals(40, end.at("/usage/0/inputTokens").asInt());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ai-sdk", "ag-ui"})
  void theIdOfAnEventStandsOnItsLastFrame(String format) {
    String run = finished();
    Set<String> ids = new HashSet<>();

    try (SseClient stream = watch(run, format)) {
      List<SseClient.Received> frames = stream.awaitEnd();

      assertNull(frames.get(0).name(), "frames have no event names");
      for (SseClient.Received frame : frames) {
        assertTrue(frame.id() == null || ids.add(frame.id()), "each id once");
      }
      assertFalse(ids.isEmpty());
    }
    long last = Api.get(run).jsonPath().getLong("last_seq");
    given()
        .header("Last-Event-ID", last)
        .queryParam("format", format)
        .get(Api.events(run))
        .then()
        .statusCode(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ai-sdk", "ag-ui"})
  void aReaderThatComesBackInTheMiddleOfADraftGetsTheRestAsAPart(String format) {
    String[] words = {"w0 ", "w1 ", "w2 ", "w3 ", "w4 ", "w5 ", "w6 ", "w7 ", "w8 ", "w9"};
    model.enqueue(
        ScriptedAnswer.tokens(words).every(Duration.ofMillis(60)),
        ModelServer.verdict("Fine.", "none"));
    String run = Api.start(Api.ask(", \"max_iterations\": 0"));
    StringBuilder seen = new StringBuilder();
    String last;
    try (SseClient first = watch(run, format)) {
      first.await(frame -> frame.text("delta").contains("w2"));
      List<SseClient.Received> frames = List.copyOf(first.events());
      last = lastId(frames);
      frames.forEach(frame -> seen.append(frame.text("delta")));
    }

    try (SseClient next = watch(run, format, "Last-Event-ID", last)) {
      List<SseClient.Received> frames = next.awaitEnd();

      assertBegunBeforeContinued(frames);
      for (SseClient.Received frame : frames) {
        if (frame.text("delta").contains("Fine.")) {
          break;
        }
        seen.append(frame.text("delta"));
      }
      assertEquals(String.join("", words), seen.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ai-sdk", "ag-ui"})
  void aPartWhoseDeltasWereDroppedIsSentWholeAsANewOne(String format) {
    model.enqueue(
        ScriptedAnswer.tokens("One ", "two ", "three.").every(Duration.ofMillis(100)),
        ModelServer.verdict("Fine.", "none"));
    String run = Api.start(Api.ask(", \"max_iterations\": 0"));
    String last;
    try (SseClient first = watch(run, format)) {
      first.await(frame -> frame.text("delta").contains("One"));
      last = lastId(first.events());
    }
    org.awaitility.Awaitility.await().until(() -> Api.get(run).path("status").equals("completed"));

    try (SseClient next = watch(run, format, "Last-Event-ID", last)) {
      List<SseClient.Received> frames = next.awaitEnd();

      assertBegunBeforeContinued(frames);
      assertEquals(
          "One two three.",
          frames.stream()
              .map(frame -> frame.text("delta"))
              .filter(d -> !d.isEmpty())
              .findFirst()
              .orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ai-sdk", "ag-ui"})
  void aReaderCutAfterAnyEventGetsAStreamThatStandsAlone(String format) {
    String run = finished();
    List<String> ids;
    try (SseClient stream = watch(run, format)) {
      ids = stream.awaitEnd().stream().map(SseClient.Received::id).filter(i -> i != null).toList();
    }

    for (String id : ids.subList(0, ids.size() - 1)) {
      try (SseClient rest = watch(run, format, "Last-Event-ID", id)) {
        List<SseClient.Received> frames = rest.awaitEnd();

        assertBegunBeforeContinued(frames);
        assertEquals(
            "Good.", String.join("", deltas(frames, "text-delta", "TEXT_MESSAGE_CONTENT")));
        assertTrue(frames.stream().allMatch(f -> f.id() == null || f.seq() > Long.parseLong(id)));
      }
    }
  }

  @Test
  void aDiscardedDraftEndsItsPartAndAnotherBegins() {
    model.enqueue(
        ScriptedAnswer.stream().text("Poo").pause(Duration.ofMillis(300)).cut(),
        ScriptedAnswer.tokens("Poor.").every(Duration.ofMillis(100)),
        ModelServer.verdict("Fine.", "none"));
    String run = Api.start(Api.ask(", \"max_iterations\": 0"));

    try (SseClient stream = watch(run, "ai-sdk")) {
      List<SseClient.Received> frames = stream.awaitEnd();

      assertEquals(
          List.of("Poo", "Poor.", "Fine."), deltas(frames, "reasoning-delta"), "live frames");
      SseClient.Received end =
          frames.stream().filter(f -> f.text("type").equals("reasoning-end")).findFirst().get();
      assertEquals("retry", label(end).path("discarded").asText());
    }
  }

  @Test
  void aFailedRunShowsItsBestAndTheError() {
    model.enqueue(ScriptedAnswer.of("Poor."), ModelServer.verdict("Say more.", "1"));
    model.otherwise(request -> ScriptedAnswer.error(400, "bad", "no"));
    String run = Api.finished(Api.ask("")).path("id");

    try (SseClient ai = watch(run, "ai-sdk");
        SseClient ag = watch(run, "ag-ui")) {
      List<SseClient.Received> frames = ai.awaitEnd();
      assertEquals(List.of("Poor."), deltas(frames, "text-delta"));
      assertEquals(
          List.of("finish-step", "error", "finish"),
          types(frames).subList(frames.size() - 3, frames.size()));
      assertTrue(frames.get(frames.size() - 2).text("errorText").contains("model call failed"));

      List<SseClient.Received> events = ag.awaitEnd();
      assertEquals(List.of("Poor."), deltas(events, "TEXT_MESSAGE_CONTENT"));
      assertEquals("RUN_ERROR", events.get(events.size() - 1).text("type"));
    }
  }

  @Test
  void aCancelledRunSaysSo() {
    model.enqueue(ScriptedAnswer.of("Poor."), ScriptedAnswer.silent());
    String run = Api.start(Api.ask(""));
    model.awaitRequest(2);
    given().delete(Api.RUNS + "/" + run).then().statusCode(202);

    try (SseClient ai = watch(run, "ai-sdk");
        SseClient ag = watch(run, "ag-ui")) {
      assertTrue(types(ai.awaitEnd()).contains("abort"));
      List<SseClient.Received> events = ag.awaitEnd();
      JsonNode end = events.get(events.size() - 1).data();
      assertFalse(end.has("outcome"), "its readers know no such one");
      assertEquals("cancelled", end.at("/result/stop_reason").asText());
    }
  }

  @Test
  void aStartIsAnsweredInTheFormatThatItAsksFor() {
    enqueueTwoCandidates();

    Response answer = ask(Api.RUNS + "?format=ai-sdk", Api.ask(", \"max_iterations\": 1"));

    assertEquals("v1", answer.header("x-vercel-ai-ui-message-stream"));
    String run = answer.header("Location").replaceFirst(".*/", "");
    List<String> frames = frames(answer);
    assertTrue(frames.get(0).startsWith("{\"type\":\"start\",\"messageId\":\"" + run));
    assertTrue(frames.contains("{\"type\":\"text-delta\",\"id\":\"answer\",\"delta\":\"Good.\"}"));
    assertEquals("[DONE]", frames.get(frames.size() - 1));
    assertEquals("completed", Api.get(run).path("status"));
  }

  @Test
  void soIsAFork() {
    String run = finished();
    model.enqueue(ModelServer.verdict("Fine.", "none"));

    Response answer =
        ask(
            Api.RUNS + "/" + run + "/fork?format=ag-ui",
            "{\"candidate\": 0, \"max_iterations\": 0}");

    List<String> frames = frames(answer);
    assertTrue(frames.get(0).startsWith("{\"type\":\"RUN_STARTED\""), frames::toString);
    assertTrue(frames.get(frames.size() - 1).startsWith("{\"type\":\"RUN_FINISHED\""));
  }

  @Test
  void aStartInAnUnknownFormatStartsNothing() {
    int before = model.requests().size();

    given()
        .queryParam("format", "morse")
        .contentType("application/json")
        .body(Api.ask(""))
        .post(Api.RUNS)
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("format"));

    assertEquals(before, model.requests().size());
  }

  @Test
  void anUnknownFormatIsRefused() {
    String run = finished();

    given()
        .queryParam("format", "morse")
        .get(Api.events(run))
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("format"))
        .body("errors[0].detail", containsString("ai-sdk, ag-ui"));
  }

  private static Response ask(String path, String body) {
    return Api.json(body).post(path).then().statusCode(200).extract().response();
  }

  /** The data of a stream's frames. */
  private static List<String> frames(Response answer) {
    return answer
        .asString()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  private void enqueueTwoCandidates() {
    model.enqueue(
        ScriptedAnswer.tokens("Poor."),
        ModelServer.verdict("Say more.", "1"),
        ScriptedAnswer.tokens("Good."),
        ModelServer.verdict("Fine.", "none"));
  }

  private String finished() {
    enqueueTwoCandidates();
    return Api.finished(Api.ask(", \"max_iterations\": 1")).path("id");
  }

  private static SseClient watch(String run, String format, String... headers) {
    return SseClient.get(Api.events(run) + "?format=" + format, headers);
  }

  private static List<String> types(List<SseClient.Received> frames) {
    return frames.stream().map(frame -> frame.text("type")).toList();
  }

  private static List<String> deltas(List<SseClient.Received> frames, String... types) {
    return frames.stream()
        .filter(frame -> List.of(types).contains(frame.text("type")))
        .map(frame -> frame.text("delta"))
        .toList();
  }

  private static JsonNode label(SseClient.Received frame) {
    return frame.data().at("/providerMetadata/hone");
  }

  private static String lastId(List<SseClient.Received> frames) {
    return frames.stream()
        .map(SseClient.Received::id)
        .filter(id -> id != null)
        .reduce((one, next) -> next)
        .orElseThrow();
  }

  /** What real readers want: nothing goes on or ends that has not begun here. */
  private static void assertBegunBeforeContinued(List<SseClient.Received> frames) {
    Set<String> open = new HashSet<>();
    for (SseClient.Received frame : frames) {
      String type = frame.text("type").toLowerCase(java.util.Locale.ROOT);
      String id = frame.text(frame.data().has("messageId") ? "messageId" : "id");
      if (type.equals("reasoning-start") || type.equals("reasoning_message_start")) {
        assertTrue(open.add(id), "begun twice: " + frame);
      } else if (type.equals("reasoning-delta") || type.equals("reasoning_message_content")) {
        assertTrue(open.contains(id), "goes on without a beginning: " + frame);
      } else if (type.equals("reasoning-end") || type.equals("reasoning_message_end")) {
        assertTrue(open.remove(id), "ends without a beginning: " + frame);
      }
    }
    assertEquals(Set.of(), open, "left open");
  }
}
