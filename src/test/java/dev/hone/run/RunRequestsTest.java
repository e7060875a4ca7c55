package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.local.MemoryRunLog;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the log is answered, though the log can't be read right after. */
class RunRequestsTest {

  private final RunLog log = new MemoryRunLog(Clock.systemUTC(), Duration.ofDays(1), 1000);
  private final RunRequests requests = new RunRequests(unreadable(log));
  private RunLog.Lease lease;

  @BeforeEach
  void begin() {
    lease = get(log.create("r1", "ann", RunFacts.created()));
    RunFacts.step(0, 2).forEach(fact -> get(log.append(lease, fact)));
  }

  @Test
  void steeringIsAnsweredWithTheRunThatHasIt() {
    RunState run = get(requests.steer("r1", "shorter", "bob", Fact.SteeringWhen.NEXT));

    assertEquals(get(log.state("r1")), run);
    assertEquals("shorter", run.state().steering().get(0).text());
  }

  @Test
  void acceptIsAnsweredWithTheEndedRun() {
    assertEquals(RunState.Status.COMPLETED, get(requests.accept("r1", 0)).status());
  }

  @Test
  void cancelIsAnsweredWithTheEndedRun() {
    RunState run = get(requests.cancel("r1", "bob"));

    assertEquals(get(log.state("r1")), run);
    assertEquals(RunState.Status.CANCELLED, run.status());
  }

  private static RunLog unreadable(RunLog log) {
    return (RunLog)
        Proxy.newProxyInstance(
            RunLog.class.getClassLoader(),
            new Class<?>[] {RunLog.class},
            (proxy, method, args) ->
                method.getName().equals("state")
                    ? Uni.createFrom().failure(new RunLogFailure.Unavailable("away", null))
                    : method.invoke(log, args));
  }

  private static <T> T get(Uni<T> call) {
    return call.await().atMost(Duration.ofSeconds(10));
  }
}
