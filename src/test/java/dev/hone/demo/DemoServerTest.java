package dev.hone.demo;

import static dev.hone.demo.DemoClient.asked;
import static dev.hone.demo.DemoClient.chat;
import static dev.hone.demo.DemoClient.content;
import static dev.hone.demo.DemoClient.json;
import static dev.hone.demo.DemoClient.message;
import static dev.hone.demo.DemoClient.with;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoServerTest {

  private static final String QUESTION = "Explain quantum computing in simple terms";
  private static DemoClient demo;

  @BeforeAll
  static void start() {
    demo = new DemoClient(0);
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @Test
  void streamsTheSameTextThatItSendsWhole() {
    String whole = content(json(demo.post(chat(asked(QUESTION)).toString())));

    List<String> events = demo.stream(chat(asked(QUESTION)));

    assertEquals(whole, joined(events, "content"));
  }

  @Test
  void streamsOpenAisChunksInTheirOrder() {
    List<String> events = demo.stream(chat(asked(QUESTION)));

    JsonNode first = json(events.get(0));
    JsonNode last = json(events.get(events.size() - 2));
    assertEquals("chat.completion.chunk", first.get("object").asText());
    assertEquals("any", first.get("model").asText());
    assertEquals("assistant", first.at("/choices/0/delta/role").asText());
    assertTrue(first.at("/choices/0/finish_reason").isNull());
    assertEquals("stop", last.at("/choices/0/finish_reason").asText());
    assertEquals(0, last.at("/choices/0/delta").size());
    assertEquals("[DONE]", events.get(events.size() - 1));
  }

  @Test
  void sendsOneChunkATokenAndCountsThem() {
    ObjectNode request =
        with(
            chat(asked(QUESTION)), it -> it.putObject("stream_options").put("include_usage", true));

    List<String> events = demo.stream(request);

    JsonNode usage = json(events.get(events.size() - 2));
    assertEquals(0, usage.get("choices").size());
    // Beside the tokens: the opening, the finish reason, the usage and [DONE].
    assertEquals(events.size() - 4, usage.at("/usage/completion_tokens").asInt());
    assertEquals(
        usage.at("/usage/prompt_tokens").asInt() + usage.at("/usage/completion_tokens").asInt(),
        usage.at("/usage/total_tokens").asInt());
  }

  @Test
  void sendsNoUsageUnasked() {
    List<String> events = demo.stream(chat(asked(QUESTION)));

    assertTrue(events.stream().noneMatch(event -> event.contains("\"usage\"")));
  }

  @Test
  void countsThePromptBeforeTheLastDraftAsCached() {
    List<JsonNode> turns = asked(QUESTION);
    int first = usage(turns, "prompt_tokens");
    turns.add(message("assistant", "A draft."));
    turns.add(DemoClient.feedbackTurn(0.5, "More."));

    int cached = usage(turns, "prompt_tokens_details/cached_tokens");

    assertEquals(first, cached);
  }

  @Test
  void thinksBeforeItAnswersOneOfTheExamples() {
    List<String> events = demo.stream(chat(asked(QUESTION)));

    assertFalse(joined(events, "reasoning_content").isEmpty());
    assertTrue(json(events.get(1)).at("/choices/0/delta").has("reasoning_content"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_tokens", "max_completion_tokens"})
  void stopsAtTheTokenLimit(String field) {
    JsonNode answer = json(demo.post(chat(asked("Why is the sky blue?")).put(field, 5).toString()));

    assertEquals("length", answer.at("/choices/0/finish_reason").asText());
    assertEquals(5, answer.at("/usage/completion_tokens").asInt());
    assertEquals(5, Tokens.count(content(answer)));
  }

  @Test
  void stopsBeforeAStopText() {
    ObjectNode request =
        with(chat(asked("Why is the sky blue?")), it -> it.putArray("stop").add("."));

    JsonNode answer = json(demo.post(request.toString()));

    assertFalse(content(answer).contains("."));
    assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
  }

  @Test
  void givesTheSameAnswerToTheSameRequest() {
    String request = chat(asked("What is a monad?")).toString();
    String before = content(json(demo.post(request)));
    demo.post(chat(asked("Something else?")).toString());

    String after = content(json(demo.post(request)));

    assertEquals(before, after);
  }

  @Test
  void readsTextParts() {
    ObjectNode parts = message("user", "");
    parts.putArray("content").addObject().put("type", "text").put("text", "Why is the sky blue?");

    String answer = demo.write(List.of(parts));

    assertEquals(demo.write(asked("Why is the sky blue?")), answer);
  }

  @Test
  void answersAnEmptyQuestion() {
    assertFalse(demo.write(asked("")).isBlank());
  }

  @Test
  void listsItsModel() {
    JsonNode models = json(demo.get("/v1/models"));

    assertEquals("list", models.get("object").asText());
    assertEquals("hone-demo", models.at("/data/0/id").asText());
  }

  @Test
  void refusesUnknownPathsInOpenAisShape() {
    HttpResponse<String> response = demo.get("/v1/nothing");

    assertEquals(404, response.statusCode());
    JsonNode error = json(response).get("error");
    assertEquals("invalid_request_error", error.get("type").asText());
    assertTrue(error.has("message") && error.has("param") && error.has("code"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"messages\": []}",
        "{\"messages\": [{}]}",
        "{\"messages\": [{\"role\": \"user\"}], \"max_tokens\": 0}"
      })
  void refusesBadRequestsInOpenAisShape(String body) {
    HttpResponse<String> response = demo.post(body);

    assertEquals(400, response.statusCode());
    assertFalse(json(response).at("/error/message").asText().isEmpty());
  }

  @Test
  void stopsSpeakingWhenItsReaderLeaves() throws IOException {
    try (DemoClient slow = new DemoClient(1)) {
      InputStream answer = slow.open(chat(asked(QUESTION)).put("stream", true).toString()).body();
      assertEquals('d', answer.read());
      assertEquals(1, slow.server.speaking());

      answer.close();

      await().atMost(Duration.ofSeconds(5)).until(() -> slow.server.speaking() == 0);
    }
  }

  @Test
  void isSpeakingNoMoreOnceTheAnswerIsOut() {
    demo.write(asked(QUESTION));

    await().atMost(Duration.ofSeconds(5)).until(() -> demo.server.speaking() == 0);
  }

  @Test
  void listensOnLoopbackOnlyAndOnlyOnce() {
    assertEquals(demo.server.baseUri(), demo.server.baseUri());
    assertEquals("127.0.0.1", demo.server.baseUri().getHost());
    assertEquals("/v1", demo.server.baseUri().getPath());
  }

  @Test
  void startsNoMoreAfterClose() {
    DemoClient closed = new DemoClient(0);
    closed.server.baseUri();
    closed.close();

    assertThrows(IllegalStateException.class, closed.server::baseUri);
  }

  private static int usage(List<JsonNode> messages, String field) {
    return json(demo.post(chat(messages).toString())).at("/usage/" + field).asInt();
  }

  private static String joined(List<String> events, String field) {
    StringBuilder text = new StringBuilder();
    for (String event : events.subList(0, events.size() - 1)) {
      text.append(json(event).at("/choices/0/delta/" + field).asText(""));
    }
    return text.toString();
  }
}
