package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.RunState;
import dev.hone.refinement.ScriptedReward;
import dev.hone.run.local.MemoryRunLog;
import dev.hone.telemetry.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StartsTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static Vertx vertx;

  private final RunLog log = new MemoryRunLog(Clock.systemUTC(), Duration.ofDays(1), 1000);

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void tellsOfARunThatCannotBeReadAtOnce() {
    LanguageModel silent = request -> Multi.createFrom().nothing();
    Runs runs =
        new Runs(
            Hosting.with(unreadable(log), silent, ScriptedReward.pointwise(1.0)),
            new Admission(1, 0, SOON),
            new RunFigures(new SimpleMeterRegistry(), new CollectorRegistry()),
            Traces.OFF,
            vertx);
    NewRun asked = new NewRun("ann", RunFacts.QUESTION, RunFacts.settings(2), Map.of("a", "b"));

    RunState told = runs.start(asked).await().atMost(SOON);

    RunState kept = log.state(told.id()).await().atMost(SOON);
    assertEquals(kept.state().settings(), told.state().settings());
    assertEquals(1, told.lastSeq());
    assertEquals(RunState.Status.QUEUED, told.status());
  }

  /** A log that takes what is appended, and can't be read. */
  private static RunLog unreadable(RunLog log) {
    return (RunLog)
        Proxy.newProxyInstance(
            RunLog.class.getClassLoader(),
            new Class<?>[] {RunLog.class},
            (proxy, method, args) ->
                method.getName().equals("state")
                    ? Uni.createFrom().failure(new RunLogFailure.Unavailable("away", null))
                    : call(log, method, args));
  }

  private static Object call(RunLog log, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(log, args);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
