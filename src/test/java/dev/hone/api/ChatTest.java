package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chat completions as OpenAI has them, with a refined answer. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class ChatTest {

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void answersWithTheBestCandidate() {
    twoDrafts();

    Response answer = Chat.post(Chat.ask(""));

    String run = answer.header("Hone-Run");
    answer
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("id", equalTo("chatcmpl-" + run))
        .body("object", equalTo("chat.completion"))
        .body("created", greaterThan(1_700_000_000))
        .body("model", equalTo("default"))
        .body("choices.size()", equalTo(1))
        .body("choices[0].index", equalTo(0))
        .body("choices[0].message.role", equalTo("assistant"))
        .body("choices[0].message.content", equalTo("Good."))
        .body("choices[0].finish_reason", equalTo("stop"))
        .body("hone.run", equalTo(run))
        .body("hone.stop_reason", equalTo("max_iterations"))
        .body("hone.score", equalTo(1.0f))
        .body("hone.best", equalTo(1))
        .body("hone.candidates", equalTo(2))
        .body("usage.prompt_tokens", equalTo(40))
        .body("usage.completion_tokens", equalTo(1 + 6 + 1 + 6))
        .body("usage.total_tokens", equalTo(54));
    assertEquals(
        """
        ### Candidate 0

        Poor.

        ### Feedback on candidate 0

        Say more.

        Not met yet:
        - It is right.

        ### Candidate 1

        Good.

        ### Feedback on candidate 1

        Fine."""
            .stripIndent(),
        answer.path("choices[0].message.reasoning_content"));
  }

  @Test
  void answersWithoutTheThinkingThatTheModelOnlyCloses() {
    model.enqueue(
        ScriptedAnswer.tokens("Hm.\n", "</think>", "\n\nPoor."),
        ScriptedAnswer.of(
            "I fill in <reason>.\n</think>\n<reason>More.</reason><violation>**1**</violation>"),
        ScriptedAnswer.tokens("Hm.\n</think>\n\nGood."),
        ModelServer.verdict("Fine.", "none."));

    try (SseClient stream = Chat.stream(Chat.ask(", \"stream\": true"))) {
      List<JsonNode> chunks = Chat.chunks(stream);

      assertEquals("Good.", Chat.text(chunks, "content"));
      String reasoning = Chat.text(chunks, "reasoning_content");
      assertTrue(reasoning.contains("### Candidate 0\n\nPoor.\n\n"), reasoning);
      assertTrue(reasoning.contains("More.\n\nNot met yet:\n- It is right."), reasoning);
    }
  }

  @Test
  void streamsDraftsAndFeedbackAsTheyAreWrittenThenTheBest() {
    model.enqueue(
        ScriptedAnswer.stream()
            .reasoning("Hm.")
            .text("Po", "or.")
            .every(Duration.ofMillis(30))
            .finish("stop")
            .done(),
        ModelServer.verdict("Say more.", "1"),
        ScriptedAnswer.tokens("Good."),
        ModelServer.verdict("Fine.", "none"));

    try (SseClient stream = Chat.stream(Chat.ask(", \"stream\": true"))) {
      List<JsonNode> chunks = Chat.chunks(stream);

      String run = stream.headers().firstValue("Hone-Run").orElseThrow();
      assertEquals(200, stream.status());
      assertTrue(contentType(stream).startsWith("text/event-stream"));
      chunks.forEach(
          chunk -> {
            assertEquals("chatcmpl-" + run, chunk.path("id").asText());
            assertEquals("chat.completion.chunk", chunk.path("object").asText());
            assertEquals("default", chunk.path("model").asText());
            assertFalse(chunk.has("usage"));
            assertTrue(chunk.at("/choices/0").has("finish_reason"));
          });
      assertEquals("assistant", chunks.get(0).at("/choices/0/delta/role").asText());
      assertEquals("Good.", Chat.text(chunks, "content"));
      assertEquals(
          "### Thinking of candidate 0\n\nHm.\n\n### Candidate 0\n\nPoor.\n\n"
              + "### Feedback on candidate 0\n\nSay more.\n\nNot met yet:\n- It is right.\n\n"
              + "### Candidate 1\n\nGood.\n\n### Feedback on candidate 1\n\nFine.",
          Chat.text(chunks, "reasoning_content"));
      assertTrue(Chat.pieces(chunks, "reasoning_content").containsAll(List.of("Po", "or.")));
      JsonNode last = chunks.get(chunks.size() - 1);
      assertEquals("stop", last.at("/choices/0/finish_reason").asText());
      assertEquals(run, last.at("/hone/run").asText());
      assertEquals("max_iterations", last.at("/hone/stop_reason").asText());
      assertEquals("[DONE]", stream.lastData());
    }
  }

  @Test
  void theUsageOfAllCallsComesLastWhereItIsAskedFor() {
    twoDrafts();

    try (SseClient stream =
        Chat.stream(
            Chat.ask(", \"stream\": true, \"stream_options\": {\"include_usage\": true}"))) {
      List<JsonNode> chunks = Chat.chunks(stream);

      JsonNode last = chunks.get(chunks.size() - 1);
      assertEquals(0, last.path("choices").size());
      assertEquals(54, last.at("/usage/total_tokens").asInt());
      assertEquals("stop", chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asText());
    }
  }

  @Test
  void aSilentModelIsBridgedByComments() {
    model.enqueue(
        ScriptedAnswer.stream()
            .pause(Duration.ofMillis(700))
            .text("Late.")
            .finish("stop")
            .usage(1, 1)
            .done(),
        ModelServer.verdict("Fine.", "none"));

    try (SseClient stream = Chat.stream(Chat.ask(", \"stream\": true", "\"max_iterations\": 0"))) {
      List<JsonNode> chunks = Chat.chunks(stream);

      assertEquals("Late.", Chat.text(chunks, "content"));
      assertTrue(stream.otherLines().contains(":"));
      assertTrue(stream.otherLines().stream().allMatch(":"::equals), "no field but data");
    }
  }

  @Test
  void passesOnHowTheModelIsToWrite() {
    oneDraft();

    Chat.post(
            Chat.ask(
                """
                , "temperature": 0.3, "top_p": 0.9, "max_tokens": 50, "seed": 7, "stop": "END",
                "reasoning_effort": "low", "response_format": {"type": "json_object"}
                """,
                "\"max_iterations\": 0"))
        .then()
        .statusCode(200);

    JsonObject sent = model.requests().get(0).body();
    assertEquals(0.3, sent.getDouble("temperature"));
    assertEquals(0.9, sent.getDouble("top_p"));
    assertEquals(50, sent.getInteger("max_tokens"));
    assertEquals(7, sent.getInteger("seed"));
    assertEquals(new JsonArray().add("END"), sent.getJsonArray("stop"));
    assertEquals("low", sent.getString("reasoning_effort"));
    assertEquals("json_object", sent.getJsonObject("response_format").getString("type"));
  }

  @Test
  void theNewerTokenLimitWinsAndStopMayBeAList() {
    oneDraft();

    Chat.post(
            Chat.ask(
                ", \"max_tokens\": 50, \"max_completion_tokens\": 60, \"stop\": [\"A\", \"B\"]",
                "\"max_iterations\": 0"))
        .then()
        .statusCode(200);

    JsonObject sent = model.requests().get(0).body();
    assertEquals(60, sent.getInteger("max_tokens"));
    assertEquals(new JsonArray().add("A").add("B"), sent.getJsonArray("stop"));
  }

  @Test
  void ignoresWhatItDoesNotKnow() {
    oneDraft();

    Chat.post(
            """
            {"model": "default", "hone": {"max_iterations": 0, "mood": "good", "reward": %s},
             "messages": [
               {"role": "developer", "content": "Be short."},
               {"role": "user", "content": [{"type": "text", "text": "Why", "cache_control": {}},
                                            {"type": "text", "text": "blue?"}]},
               {"role": "assistant", "content": "Sky.", "refusal": null, "annotations": []},
               {"role": "user", "content": "Well?", "weight": 1}],
             "n": 1, "tools": [], "functions": null, "modalities": ["text"], "audio": null,
             "logit_bias": {}, "user": "ann", "store": false, "service_tier": "auto",
             "parallel_tool_calls": true, "frequency_penalty": 0.5}
            """
                .formatted(Chat.RUBRICS))
        .then()
        .statusCode(200)
        .body("choices[0].message.content", equalTo("Fine answer."));

    assertEquals("Why\nblue?", message(1).getString("content"));
    assertFalse(message(2).containsKey("refusal"));
  }

  @Test
  void itsRunsAreOrdinaryRuns() {
    twoDrafts();

    String run = Chat.post(Chat.ask("")).header("Hone-Run");

    Api.get(run)
        .then()
        .statusCode(200)
        .body("status", equalTo("completed"))
        .body("content", equalTo("Good."))
        .body("settings.on_disconnect", equalTo("cancel"))
        .body("settings.max_iterations", equalTo(1));
    try (SseClient events = SseClient.get(Api.events(run))) {
      assertEquals("run.completed", events.awaitEnd().get(events.events().size() - 1).name());
    }
    given().get(Api.RUNS).then().body("data[0].id", equalTo(run));
  }

  @Test
  void stopsEarlyAsItIsTold() {
    oneDraft();

    Chat.post(Chat.ask("", "\"max_iterations\": 5, \"stop\": {\"target_score\": 1}"))
        .then()
        .statusCode(200)
        .body("hone.stop_reason", equalTo("target_score"))
        .body("hone.candidates", equalTo(1));
  }

  @Test
  void theFinishReasonIsThatOfTheBest() {
    model.enqueue(
        ScriptedAnswer.stream().text("Cut off").finish("length").usage(10, 2).done(),
        ModelServer.verdict("Fine.", "none"),
        ScriptedAnswer.tokens("Worse."),
        ModelServer.verdict("No.", "1, 2"));

    Chat.post(Chat.ask(""))
        .then()
        .body("choices[0].message.content", equalTo("Cut off"))
        .body("choices[0].finish_reason", equalTo("length"))
        .body("hone.best", equalTo(0));
  }

  @Test
  void whereALaterCallFailsForGoodTheBestSoFarIsTheAnswer() {
    failsAfterOneDraft();

    Chat.post(Chat.ask(""))
        .then()
        .statusCode(200)
        .body("choices[0].message.content", equalTo("Poor."))
        .body("choices[0].finish_reason", equalTo("stop"))
        .body("hone.stop_reason", equalTo("failed"))
        .body("hone.best", equalTo(0))
        .body("hone.candidates", equalTo(1))
        .body("usage.total_tokens", greaterThan(0));
  }

  @Test
  void theSameInAStream() {
    failsAfterOneDraft();

    try (SseClient stream = Chat.stream(Chat.ask(", \"stream\": true"))) {
      List<JsonNode> chunks = Chat.chunks(stream);

      assertEquals("Poor.", Chat.text(chunks, "content"));
      JsonNode last = chunks.get(chunks.size() - 1);
      assertEquals("failed", last.at("/hone/stop_reason").asText());
      assertEquals("stop", last.at("/choices/0/finish_reason").asText());
    }
  }

  @Test
  void aDiscardedDraftIsMarkedAndWrittenAgain() {
    model.enqueue(
        ScriptedAnswer.stream().text("Poo").cut(),
        ScriptedAnswer.tokens("Poor."),
        ModelServer.verdict("Fine.", "none"));

    try (SseClient stream = Chat.stream(Chat.ask(", \"stream\": true", "\"max_iterations\": 0"))) {
      List<JsonNode> chunks = Chat.chunks(stream);

      assertEquals("Poor.", Chat.text(chunks, "content"));
      assertTrue(
          Chat.text(chunks, "reasoning_content")
              .startsWith(
                  "### Candidate 0\n\nPoo\n\n(discarded: retry)\n\n### Candidate 0\n\nPoor.\n\n"));
    }
  }

  @Test
  void criticsWhoWriteAtOnceAreHeardOneAfterTheOther() {
    model.otherwise(
        request ->
            ModelServer.isJudge(request)
                ? ScriptedAnswer.tokens(
                        "<reason>", "Too ", "short", "</reason>", "<violation>1</violation>")
                    .every(Duration.ofMillis(20))
                : ScriptedAnswer.of("Poor."));

    try (SseClient stream =
        Chat.stream(
            Chat.ask(
                ", \"stream\": true",
                """
                "max_iterations": 0,
                "reward": {"all": [{"reward": {"rubrics": ["A"]}}, {"reward": {"rubrics": ["B"]}}]}
                """))) {
      String feedback =
          Chat.text(Chat.chunks(stream), "reasoning_content")
              .split("### Feedback on candidate 0\n\n")[1];

      assertTrue(
          feedback.matches("(?s).*Too short\n\nNot met yet:\n- A.*Too short\n\nNot met yet:\n- B"),
          feedback);
    }
  }

  @Test
  void aRunThatSomebodyAcceptsOrCancelsAnswersToo() {
    model.enqueue(
        ScriptedAnswer.tokens("Poor."),
        ModelServer.verdict("Say more.", "1"),
        ScriptedAnswer.silent());
    try (SseClient stream = Chat.stream(Chat.ask(", \"stream\": true"))) {
      model.awaitRequest(3);
      String run = stream.headers().firstValue("Hone-Run").orElseThrow();
      given().delete(Api.RUNS + "/" + run).then().statusCode(202);

      List<JsonNode> chunks = Chat.chunks(stream);

      assertEquals("Poor.", Chat.text(chunks, "content"));
      assertEquals("cancelled", chunks.get(chunks.size() - 1).at("/hone/stop_reason").asText());
    }
  }

  @Test
  void listsModelsAsOpenAiDoes() {
    given()
        .get("/v1/models")
        .then()
        .statusCode(200)
        .body("object", equalTo("list"))
        .body("data[0].id", equalTo("default"))
        .body("data[0].object", equalTo("model"))
        .body("data[0].created", greaterThan(1_700_000_000))
        .body("data[0].preset", nullValue())
        .body("data[0].owned_by", not(nullValue()));
  }

  private void twoDrafts() {
    model.enqueue(
        ScriptedAnswer.tokens("Poor."),
        ModelServer.verdict("Say more.", "1"),
        ScriptedAnswer.tokens("Good."),
        ModelServer.verdict("Fine.", "none"));
  }

  private void oneDraft() {
    model.enqueue(ScriptedAnswer.of("Fine answer."), ModelServer.verdict("Fine.", "none"));
  }

  private void failsAfterOneDraft() {
    model.enqueue(ScriptedAnswer.of("Poor."), ModelServer.verdict("Say more.", "1"));
    model.otherwise(request -> ScriptedAnswer.error(400, "bad", "no"));
  }

  private JsonObject message(int number) {
    return model.requests().get(0).body().getJsonArray("messages").getJsonObject(number);
  }

  private static String contentType(SseClient stream) {
    return stream.headers().firstValue("Content-Type").orElseThrow();
  }
}
