package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.api.BatchClient;
import dev.hone.api.Samples;
import dev.hone.model.Gate;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An owner who has had as much as they may have is refused more at each door, in each mode, and
 * others are not. Where there are no owners, all are one: there each test has a server of its own.
 */
@ParameterizedClass
@EnumSource(Mode.class)
class QuotasIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<String, String> QUOTAS =
      Map.of("runs", "2", "requests-per-minute", "25", "tokens-per-day", "1000");

  private static Guarded shared;
  private Guarded guarded;

  @Parameter Mode mode;

  @BeforeParameterizedClassInvocation
  static void start(Mode mode) {
    shared = mode.hasOwners() ? start(mode, QUOTAS) : null;
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (shared != null) {
      shared.close();
    }
  }

  private static Guarded start(Mode mode, Map<String, String> quotas) {
    Map<String, String> settings = new TreeMap<>();
    quotas.forEach((quota, most) -> settings.put("hone.quota." + quota, most));
    return Guarded.start(mode, settings);
  }

  private Guarded bounding(String quota) {
    guarded = shared == null ? start(mode, Map.of(quota, QUOTAS.get(quota))) : shared;
    guarded.model(); // which another test may have changed
    return guarded;
  }

  @AfterEach
  void closeIfItIsNobodyElses() {
    if (guarded != shared) {
      guarded.close();
    }
  }

  @Test
  void runsAtOnce() {
    Someone ann = bounding("runs").owner("ann");
    Ask stalled = Ask.WHY.saying(Guarded.STALL);
    String run = Someone.json(Door.REST.ask(ann, stalled).body()).path("id").asText();
    guarded.assertAccepted(Door.SOCKET.ask(ann, stalled));

    for (Door door : Door.values()) {
      if (door != Door.BATCH) { // its lines wait, see below
        assertRefused(door.ask(ann, Ask.WHY), "2 runs");
      }
    }
    assertIsAccepted("bob");

    assertEquals(202, ann.ask("DELETE", Someone.RUNS + "/" + run).statusCode());
    await().atMost(SOON).until(() -> Door.REST.ask(ann, Ask.WHY).isAccepted());
  }

  @Test
  void linesOfBatchesAtOnce() {
    Someone cid = bounding("runs").owner("cid");
    Gate gate = new Gate();
    ScriptedAnswer held = ScriptedAnswer.stream().hold(gate).text("So.").finish("stop").done();
    ScriptedModelServer model = guarded.model().otherwise(request -> held);
    try (BatchClient batch = guarded.batch(cid);
        BatchClient another = guarded.batch(cid)) {
      IntStream.range(0, 3).forEach(i -> batch.send(Samples.question("q" + i)));
      IntStream.range(3, 6).forEach(i -> another.send(Samples.question("q" + i)));
      model.awaitRequest(2);
      gate.open();

      assertEquals(3, batch.end().rest().size());
      assertEquals(3, another.end().rest().size());
    }
    assertEquals(6, model.requests().size());
    assertEquals(2, model.mostAtATime());
  }

  @Test
  void requestsAMinute() {
    Someone dan = bounding("requests-per-minute").owner("dan");
    try (Socket open = dan.connect("hone.v1")) {
      for (Door door : Door.values()) {
        Reply refused = refusedAtLast(door, dan);

        assertRefused(refused, "25 requests a minute");
        assertEquals("\"requests\";q=25;w=60", refused.header("RateLimit-Policy"));
        assertTrue(refused.header("RateLimit").startsWith("\"requests\";r=0;t="));
      }
      for (int i = 0; i < 26; i++) { // a new minute may have begun
        open.send("{\"type\": \"cancel\", \"ref\": 1, \"run\": \"x\"}");
      }
      String said = open.awaitProblem(429).toString();
      assertRefused(new Reply(429, Optional.empty(), said), "25 requests a minute");
    }
    assertIsAccepted("eve");
  }

  @Test
  void tokensADay() {
    Someone fay = bounding("tokens-per-day").owner("fay");
    guarded.model().otherwise(QuotasIT::dear);
    guarded.assertAccepted(Door.CHAT.ask(fay, Ask.WHY));

    for (Door door : Door.values()) {
      assertRefused(refusedAtLast(door, fay), "1000 tokens a day");
    }
    assertIsAccepted("gus");
  }

  private static ScriptedAnswer dear(Object request) {
    return ScriptedAnswer.stream().text("It scatters.").finish("stop").usage(1000, 3).done();
  }

  /** The minute, or the day, may end meanwhile. */
  private static Reply refusedAtLast(Door door, Someone who) {
    return await().atMost(SOON).until(() -> door.ask(who, Ask.WHY), reply -> !reply.isAccepted());
  }

  private void assertRefused(Reply reply, String quota) {
    guarded.assertRefused(429, reply);
    assertTrue(reply.headers().isEmpty() || Integer.parseInt(reply.header("Retry-After")) > 0);
    assertTrue(reply.body().isEmpty() || reply.body().contains(quota), reply.body());
  }

  private void assertIsAccepted(String another) {
    if (mode.hasOwners()) {
      guarded.assertAccepted(Door.CHAT.ask(guarded.owner(another), Ask.WHY));
    }
  }
}
