package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import dev.hone.telemetry.Traces;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A server of which nobody wants traces. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class TracesOffTest {

  @Inject Traces traces;

  @ConfigProperty(name = "quarkus.otel.sdk.disabled")
  boolean disabled;

  @Test
  void makesNoneTellsNobodyOfAnyAndDoesNotComplain() {
    ScriptedModelServer model = ModelServer.fresh();
    model.enqueue(ScriptedAnswer.of("It scatters."), ModelServer.verdict("fine", "none"));
    List<String> complaints = new CopyOnWriteArrayList<>();
    Handler ear = ear(complaints);
    Logger.getLogger("").addHandler(ear);

    try {
      Api.json(Api.ask(", \"max_iterations\": 0"))
          .header("Prefer", "wait=20")
          .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
          .post(Api.RUNS)
          .then()
          .statusCode(200);
    } finally {
      Logger.getLogger("").removeHandler(ear);
    }

    assertTrue(disabled);
    assertFalse(traces.span("any").startSpan().getSpanContext().isValid());
    assertEquals(2, model.requests().size());
    model.requests().forEach(request -> assertFalse(request.headers().containsKey("traceparent")));
    assertEquals(List.of(), complaints);
  }

  private static Handler ear(List<String> heard) {
    return new Handler() {
      @Override
      public void publish(LogRecord said) {
        if (said.getLevel().intValue() >= Level.WARNING.intValue()) {
          heard.add(said.getLoggerName() + ": " + said.getMessage());
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
