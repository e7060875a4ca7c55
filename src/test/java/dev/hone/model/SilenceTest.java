package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a model may take, and what counts as a sign of life. */
class SilenceTest {

  private static final Duration OFTEN = Duration.ofMillis(100);

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @BeforeEach
  void hurry() {
    model.firstToken = Duration.ofMillis(600);
    model.idle = Duration.ofMillis(600);
  }

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  static Stream<String> signsOfLife() {
    return Stream.of(
        ": keep-alive\n\n",
        "\n",
        "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n");
  }

  @ParameterizedTest
  @MethodSource("signsOfLife")
  void waitsForTheFirstTokenWhileThereAreSignsOfLife(String sign) {
    server.enqueue(signs(sign, 10).text("Late").finish("stop").done().every(OFTEN));

    assertEquals(List.of(), TestModel.retries(model.complete()));
  }

  @ParameterizedTest
  @MethodSource("signsOfLife")
  void waitsForTheFirstTokenNoLongerThanTheLimitWhateverComes(String sign) {
    model.firstTokenLimit = Duration.ofSeconds(1);
    server.otherwise(request -> signs(sign, 500).every(OFTEN));

    assertEquals(
        "The model's provider is silent for too long (hone.model.first-token-limit is 1s);"
            + " tried 2 times.",
        failure());
  }

  @Test
  void theLimitIsForTheFirstTokenOnly() {
    model.firstTokenLimit = Duration.ofMillis(600);
    server.enqueue(
        ScriptedAnswer.stream()
            .text("a ", "b ", "c ", "d ", "e ", "f ", "g ", "h ", "i ", "j")
            .finish("stop")
            .done()
            .every(OFTEN));

    assertEquals(List.of(), TestModel.retries(model.complete()));
  }

  static Stream<ScriptedAnswer> silences() {
    return Stream.of(ScriptedAnswer.silent(), ScriptedAnswer.stream().raw(": begun\n\n").stall());
  }

  @ParameterizedTest
  @MethodSource("silences")
  void asksASilentModelOnlyOnceMore(ScriptedAnswer silence) {
    server.otherwise(request -> silence);

    assertEquals(
        "The model's provider is silent for too long (hone.model.first-token-timeout is 600ms);"
            + " tried 2 times.",
        failure());
    assertEquals(2, server.requests().size());
  }

  @Test
  void asksAModelThatFallsSilentAsOftenAsAnyOther() {
    model.retries = 2;
    server.otherwise(request -> ScriptedAnswer.stream().text("void").stall());

    assertEquals(
        "The model's provider is silent for too long (hone.model.idle-timeout is 600ms);"
            + " tried 3 times.",
        failure());
  }

  private String failure() {
    return model.call().awaitFailure(TestModel.PATIENCE).getFailure().getMessage();
  }

  private static ScriptedAnswer signs(String sign, int count) {
    ScriptedAnswer answer = ScriptedAnswer.stream();
    for (int i = 0; i < count; i++) {
      answer = answer.raw(sign);
    }
    return answer;
  }
}
