package dev.hone.model;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hone.refinement.ModelChunk;
import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.Usage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  static Stream<Arguments> faults() {
    ScriptedAnswer begun = ScriptedAnswer.stream().text("void ", "text");
    return Stream.of(
        Arguments.of("429", ScriptedAnswer.error(429, "rate_limit_exceeded", "slow down")),
        Arguments.of("5xx", ScriptedAnswer.error(500, "server_error", "sorry")),
        Arguments.of("5xx", ScriptedAnswer.status(502, "text/html", "<html>Bad Gateway</html>")),
        Arguments.of("refused", ScriptedAnswer.closed()),
        Arguments.of("stalled", ScriptedAnswer.silent()),
        Arguments.of("stalled", ScriptedAnswer.stream().raw(": begun\n\n").stall()),
        Arguments.of("stalled", begun.stall()),
        Arguments.of("cut", ScriptedAnswer.stream().raw(": begun\n\n").cut()),
        Arguments.of("cut", begun.cut()),
        Arguments.of("cut", begun.end()),
        Arguments.of("cut", begun.done()),
        Arguments.of("cut", begun.finish("error").done()),
        Arguments.of("cut", begun.finish("abort").usage(10, 1).done()),
        Arguments.of("cut", begun.finish("insufficient_system_resource").end()),
        Arguments.of("malformed", begun.malformed().finish("stop").done()),
        Arguments.of("malformed", begun.raw("data: {\"choices\"").end()),
        Arguments.of("malformed", begun.raw("data: " + "x".repeat(2_000_000))),
        Arguments.of("5xx", begun.errorInStream("server_error", "sorry").done()),
        Arguments.of("429", begun.errorInStream("rate_limit_exceeded", "slow down").end()),
        Arguments.of("5xx", begun.errorInStream("502", "sorry").end()),
        Arguments.of("429", begun.errorInStream("429", "slow down").end()),
        Arguments.of("5xx", ScriptedAnswer.error(408, "request_timeout", "sorry")),
        Arguments.of("5xx", ScriptedAnswer.error(409, "conflict", "sorry")),
        Arguments.of("not_a_stream", ScriptedAnswer.html()),
        Arguments.of("429", ScriptedAnswer.error(200, "429", "slow down")),
        Arguments.of("5xx", ScriptedAnswer.error(200, "503", "sorry")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void announcesAFaultAndStartsTheAnswerAgain(String cause, ScriptedAnswer fault) {
    model.firstToken = Duration.ofMillis(300);
    model.idle = Duration.ofMillis(300);
    server.enqueue(fault, ScriptedAnswer.tokens("The ", "answer"));

    List<ModelChunk> chunks = model.complete();

    assertEquals(List.of(cause), TestModel.retries(chunks));
    assertEquals("The answer", TestModel.text(chunks));
  }

  @Test
  void completesHoweverManyTokensCameBeforeTheCut() {
    String[] tokens = {"a ", "b\n", "<think>c", "</think>", "d"};
    server.otherwise(request -> ScriptedAnswer.tokens(tokens));

    List<String> answers =
        IntStream.rangeClosed(0, tokens.length)
            .mapToObj(
                at ->
                    ScriptedAnswer.stream()
                        .text(List.of(tokens).subList(0, at).toArray(new String[0])))
            .peek(begun -> server.enqueue(begun.cut()))
            .map(begun -> TestModel.text(model.complete()))
            .distinct()
            .toList();

    assertEquals(List.of("a b\nd"), answers);
  }

  @Test
  void showsWhatCameBeforeTheFaultAndCountsIt() {
    server.enqueue(
        ScriptedAnswer.stream().text("12345678").pause(Duration.ofMillis(50)).cut(),
        ScriptedAnswer.of("Hi"));

    List<ModelChunk> chunks = model.complete();

    assertEquals(
        List.of(
            new ModelChunk.Text("12345678"),
            new ModelChunk.Retrying("cut"),
            new ModelChunk.Text("Hi"),
            new ModelChunk.Finished(
                "stop", Usage.estimate("Hello, who are you?".length(), 8).plus(Usage.of(10, 1)))),
        chunks);
  }

  @Test
  void countsNothingForATryThatTheProviderRefused() {
    server.enqueue(ScriptedAnswer.error(503, "overloaded", "later"), ScriptedAnswer.of("Hi"));

    assertEquals(Usage.of(10, 1), TestModel.finished(model.complete()).usage());
  }

  @Test
  void announcesTheRetryBeforeItWaits() {
    server.enqueue(
        ScriptedAnswer.error(429, "rate_limit_exceeded", "slow").header("Retry-After", "30"));

    var call = model.call().awaitItems(1, TestModel.PATIENCE);

    call.assertItems(new ModelChunk.Retrying("429")).assertNotTerminated();
    call.cancel();
  }

  @Test
  void failsWhenTheRetriesAreUsedUp() {
    model.retries = 2;
    server.otherwise(request -> ScriptedAnswer.error(500, "server_error", "secret detail"));

    var call = model.call().awaitFailure(TestModel.PATIENCE);

    assertEquals(
        "The model's provider answers with a server error (500, server_error); tried 3 times.",
        failure(call.getFailure(), ModelFailure.Kind.UNAVAILABLE).getMessage());
    assertEquals(List.of("5xx", "5xx"), TestModel.retries(call.getItems()));
    assertEquals(3, server.requests().size());
    assertEquals(
        1, server.requests().stream().map(request -> request.body()).distinct().count(), "bodies");
  }

  @Test
  void failsWhenNobodyListens() {
    server.close();
    model.retries = 1;

    var call = model.call().awaitFailure(TestModel.PATIENCE);

    failure(call.getFailure(), ModelFailure.Kind.UNAVAILABLE);
    assertEquals(List.of("refused"), TestModel.retries(call.getItems()));
  }

  @Test
  void failsWhenTheHostDoesNotExist() {
    try (TestModel lost = new TestModel(URI.create("http://no-such-host.invalid/v1"))) {
      lost.retries = 0;

      var call = lost.call().awaitFailure(TestModel.PATIENCE);

      failure(call.getFailure(), ModelFailure.Kind.UNAVAILABLE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED",
    "403, UNAUTHORIZED",
    "404, UNKNOWN_MODEL",
    "400, REFUSED",
    "422, REFUSED",
    "302, REFUSED"
  })
  void doesNotRetryARefusal(int status, ModelFailure.Kind kind) {
    server.enqueue(
        ScriptedAnswer.error(status, "code", "sk-secret secret detail")
            .header("Location", "/elsewhere"));

    var call = model.call().awaitFailure(TestModel.PATIENCE);

    String message = failure(call.getFailure(), kind).getMessage();
    assertFalse(message.contains("secret") || message.contains("127.0.0.1"), message);
    call.assertHasNotReceivedAnyItem();
    assertEquals(1, server.requests().size());
  }

  @Test
  void readsNoMoreOfAnEndlessErrorThanItsBound() {
    server.enqueue(ScriptedAnswer.unended(400, "application/json").flood("for ever"));

    var call = model.call().awaitFailure(TestModel.PATIENCE);

    failure(call.getFailure(), ModelFailure.Kind.REFUSED);
    server.awaitAbandoned(server.requests().get(0));
  }

  @Test
  void aSlowReaderIsNotASilentModel() {
    model.idle = Duration.ofMillis(200);
    server.enqueue(
        ScriptedAnswer.stream()
            .text("a")
            .pause(Duration.ofMillis(50))
            .text("b")
            .finish("stop")
            .done());
    var call = model.call(1).awaitItems(1, TestModel.PATIENCE);
    await().during(Duration.ofMillis(600)).until(() -> call.getItems().size() == 1);

    call.request(Long.MAX_VALUE).awaitCompletion(TestModel.PATIENCE);

    assertEquals(List.of(), TestModel.retries(call.getItems()));
  }

  private static ModelFailure failure(Throwable failure, ModelFailure.Kind kind) {
    ModelFailure known = (ModelFailure) failure;
    assertEquals(kind, known.kind());
    return known;
  }
}
