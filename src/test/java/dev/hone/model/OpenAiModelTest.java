package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.ModelChunk;
import dev.hone.refinement.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiModelTest {

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  @Test
  void streamsTheAnswerAndEndsWithWhatTheProviderCounted() {
    server.enqueue(ScriptedAnswer.tokens("I ", "am ", "Höne 🙂"));

    List<ModelChunk> chunks = model.complete();

    assertEquals("I am Höne 🙂", TestModel.text(chunks));
    assertEquals(new ModelChunk.Finished("stop", Usage.of(10, 3)), TestModel.finished(chunks));
  }

  @Test
  void asksWithTheKeyForAStreamWithUsage() {
    server.enqueue(ScriptedAnswer.of("Hi"));

    model.complete();

    ScriptedModelServer.Received request = server.requests().get(0);
    assertEquals("Bearer sk-secret", request.headers().get("authorization"));
    assertEquals("hone/test", request.headers().get("user-agent"));
    assertEquals("/v1/chat/completions", request.headers().get(":path"));
    assertEquals(
        "{\"model\":\"gpt-test\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, who are you?\"}],"
            + "\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
        request.body().encode());
  }

  @Test
  void tellsThinkingFromTheAnswerWhereTheProviderSendsItApart() {
    server.enqueue(
        ScriptedAnswer.stream().reasoning("Let me ", "see.").text("Yes").finish("stop").done());

    List<ModelChunk> chunks = model.complete();

    assertEquals("Let me see.", TestModel.thinking(chunks));
    assertEquals("Yes", TestModel.text(chunks));
  }

  @Test
  void tellsThinkingFromTheAnswerWhereItIsInTags() {
    server.enqueue(ScriptedAnswer.tokens("<thi", "nk>Let me see.</", "think>\n\nYes <th"));

    List<ModelChunk> chunks = model.complete();

    assertEquals("Let me see.", TestModel.thinking(chunks));
    assertEquals("Yes <th", TestModel.text(chunks));
  }

  @Test
  void tellsOfThinkingThatTheModelOnlyCloses() {
    server.enqueue(ScriptedAnswer.tokens("Let me see.\n", "</think>", "\n\n", "Yes"));

    List<ModelChunk> chunks = model.complete();

    int thought = chunks.indexOf(new ModelChunk.ThoughtSoFar());
    assertEquals("Let me see.\n", TestModel.text(chunks.subList(0, thought)));
    assertEquals("Yes", TestModel.text(chunks.subList(thought, chunks.size())));
  }

  @Test
  void leavesTagsInAnAnswerWhoseThinkingCameApart() {
    server.enqueue(
        ScriptedAnswer.stream()
            .reasoning("Hm.")
            .text("\n\nSet\n<think>", "\nfirst.")
            .finish("stop")
            .done());

    List<ModelChunk> chunks = model.complete();

    assertEquals("Hm.", TestModel.thinking(chunks));
    assertEquals("Set\n<think>\nfirst.", TestModel.text(chunks));
  }

  @Test
  void readsTheSameAnswerHoweverTheServerCutsItsBytes() {
    String bytes =
        "data: {\"choices\":[{\"delta\":{\"content\":\"é🙂\"}}]}\r\n\r\n: ping\n\n"
            + "data: {\"choices\":[{\"delta\":{\"content\":\"!\"},\"finish_reason\":\"stop\"}]}";
    server.otherwise(request -> cutAt(bytes, server.requests().size()));

    List<String> texts =
        IntStream.range(1, bytes.length())
            .mapToObj(at -> TestModel.text(model.complete()))
            .distinct()
            .toList();

    assertEquals(List.of("é🙂!"), texts);
  }

  @Test
  void guessesTheUsageThatTheProviderDoesNotSend() {
    server.enqueue(ScriptedAnswer.stream().text("12345678").finish("stop").done());

    List<ModelChunk> chunks = model.complete();

    assertEquals(
        new ModelChunk.Finished("stop", Usage.estimate("Hello, who are you?".length(), 8)),
        TestModel.finished(chunks));
  }

  @Test
  void completesWithoutTheLastWordOnceThereWasAFinishReason() {
    server.enqueue(ScriptedAnswer.stream().text("Hi").finish("length").end());

    assertEquals("length", TestModel.finished(model.complete()).reason());
  }

  @Test
  void completesAfterTheLastWordOfAServerThatNeverEndsItsResponse() {
    server.enqueue(
        ScriptedAnswer.stream().text("Hi").finish("stop").usage(1, 1).data("[DONE]").stall());

    assertEquals("stop", TestModel.finished(model.complete()).reason());
    server.awaitAbandoned(server.requests().get(0));
  }

  @Test
  void cutsAnAnswerAtTheLimitAndClosesTheStream() {
    model.candidateLimit = 1000;
    server.enqueue(ScriptedAnswer.stream().flood("1234567"));

    List<ModelChunk> chunks = model.complete();

    assertEquals("1234567".repeat(143).substring(0, 1000), TestModel.text(chunks));
    assertEquals(
        new ModelChunk.Finished("length", Usage.estimate("Hello, who are you?".length(), 1000)),
        TestModel.finished(chunks));
    server.awaitAbandoned(server.requests().get(0));
  }

  @Test
  void neverCutsACharacterOfTwoHalves() {
    model.candidateLimit = 5;
    server.enqueue(ScriptedAnswer.tokens("🙂🙂", "🙂🙂"));

    assertEquals("🙂🙂", TestModel.text(model.complete()));
  }

  @Test
  void cutsThinkingThatHasNoEnd() {
    model.candidateLimit = 1000;
    server.enqueue(ScriptedAnswer.stream().text("<think>").flood("1234567"));

    List<ModelChunk> chunks = model.complete();

    assertEquals(1000, TestModel.thinking(chunks).length());
    assertEquals("length", TestModel.finished(chunks).reason());
  }

  @Test
  void sendsNothingBeforeItIsSubscribedAndACallForEachSubscription() {
    server.otherwise(request -> ScriptedAnswer.of("Hi"));
    var stream = model.model().stream(TestModel.HELLO);
    assertTrue(server.requests().isEmpty());

    stream.collect().asList().await().atMost(TestModel.PATIENCE);
    stream.collect().asList().await().atMost(TestModel.PATIENCE);

    assertEquals(2, server.requests().size());
  }

  private static ScriptedAnswer cutAt(String all, int at) {
    // A character is one byte on this wire, so that a cut can be in the middle of a real one.
    String bytes = new String(all.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    int cut = Math.min(at + 1, bytes.length());
    return ScriptedAnswer.stream()
        .rawBytes(bytes.substring(0, cut))
        .pause(Duration.ofMillis(1))
        .rawBytes(bytes.substring(cut))
        .end();
  }
}
