package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a call in trouble counts; the rest is tested through {@code /q/metrics}. */
class CallFiguresTest {

  private ScriptedModelServer server;
  private TestModel model;

  @BeforeEach
  void start() {
    server = ScriptedModelServer.start();
    model = new TestModel(server.baseUri());
  }

  @AfterEach
  void stop() {
    model.close();
    server.close();
  }

  @Test
  void countsACallThatIsTriedAgainBecauseItsModelFellSilent() {
    model.idle = Duration.ofMillis(50);
    server.enqueue(ScriptedAnswer.stream().text("It ").stall(), ScriptedAnswer.of("It scatters."));

    model.complete();

    assertEquals(1, counter("hone.retries", "cause", "stalled"));
    assertEquals(1, calls(""));
    assertEquals(2, model.registry.get("gen_ai.server.time_to_first_token").timer().count());
  }

  @Test
  void addsUpTheTokensOfAllTries() {
    server.enqueue(
        ScriptedAnswer.stream().text("12345678").usage(10, 2).cut(), ScriptedAnswer.of("12345678"));

    model.complete();

    assertEquals(20, counter("hone.tokens", "kind", "prompt"));
    assertEquals(3, counter("hone.tokens", "kind", "completion"));
  }

  @Test
  void saysOfACallThatGotNoPlaceThatItFailed() {
    model.maxCalls = 1;
    model.maxWaiting = 1;
    model.placeWait = Duration.ofMillis(50);
    server.otherwise(request -> ScriptedAnswer.silent());
    AssertSubscriber<?> placed = model.call();
    server.awaitRequest(1);
    AssertSubscriber<?> waits = model.call();
    AssertSubscriber<?> refused = model.call();

    refused.awaitFailure(TestModel.PATIENCE);
    waits.awaitFailure(TestModel.PATIENCE);

    assertEquals(2, calls("no_place"));
    assertEquals(0, calls("cancelled"));
    placed.cancel();
  }

  @Test
  void countsACallOnceHoweverOftenItIsCancelled() {
    server.enqueue(ScriptedAnswer.of("It scatters."));
    AssertSubscriber<?> call = model.call().awaitCompletion(TestModel.PATIENCE);

    call.cancel();
    call.cancel();

    assertEquals(1, calls(""));
    assertEquals(10, counter("hone.tokens", "kind", "prompt"));
  }

  private double counter(String name, String label, String value) {
    return model.registry.get(name).tag(label, value).counter().count();
  }

  private long calls(String errorType) {
    var timer =
        model.registry.find("gen_ai.client.operation.duration").tag("error.type", errorType);
    return timer.timer() == null ? 0 : timer.timer().count();
  }
}
