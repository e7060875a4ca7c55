package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptTest {

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel models = new TestModel(server.baseUri());
  private final OpenAiModel model = withOneConnection((OpenAiModel) models.model());
  private final ContextInternal loop = model.vertx().createEventLoopContext();

  @AfterEach
  void close() {
    model.upstream().connections().close();
    models.close();
    server.close();
  }

  @Test
  void closingAfterTheEndLeavesTheConnectionToWhoHasItNow() throws Exception {
    Gate end = new Gate();
    Gate more = new Gate();
    server.enqueue(
        ScriptedAnswer.stream().text("one").finish("stop").data("[DONE]").hold(end).end(),
        ScriptedAnswer.stream().text("two").hold(more).text("!").finish("stop").done());
    Heard first = start();
    first.ended.get(20, TimeUnit.SECONDS);
    Heard second = start(); // waits for the one connection
    end.open();
    second.arrived.get(20, TimeUnit.SECONDS);

    loop.runOnContext(
        v -> {
          first.attempt.close();
          more.open();
        });

    assertInstanceOf(Outcome.Complete.class, second.ended.get(20, TimeUnit.SECONDS));
    assertEquals(1, server.everConnected());
  }

  private Heard start() {
    Heard heard = new Heard();
    CallReport report = new CallReport(model.reports());
    loop.runOnContext(
        v -> {
          report.begins(TestModel.HELLO.generation());
          heard.attempt =
              new Attempt(
                  model,
                  model.chatRequest().write(TestModel.HELLO),
                  1,
                  new Arrived(),
                  report,
                  heard);
          heard.attempt.start();
        });
    return heard;
  }

  private OpenAiModel withOneConnection(OpenAiModel model) {
    Connections one =
        new Connections(
            model.vertx(), HttpClients.options(Duration.ofSeconds(5)), HttpClients.pool(1));
    return new OpenAiModel(
        model.name(),
        model.vertx(),
        new Upstream(one, server.baseUri(), Optional.empty(), Optional.empty(), "hone/test"),
        model.chatRequest(),
        model.settings(),
        model.pool(),
        model.reports());
  }

  private static final class Heard implements Attempt.Listener {

    final CompletableFuture<Void> arrived = new CompletableFuture<>();
    final CompletableFuture<Outcome> ended = new CompletableFuture<>();
    volatile Attempt attempt;

    @Override
    public void arrived() {
      arrived.complete(null);
    }

    @Override
    public void ended(Outcome outcome) {
      ended.complete(outcome);
    }
  }
}
