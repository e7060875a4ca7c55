package dev.hone.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The load test's watchers see what a server does wrong. */
class ReadingTest {

  private final Meter meter = new Meter();
  private final Reading reading = new Reading(meter, null, 3);

  @Test
  void allOnceIsWell() {
    read("run.created", 1, "");
    read("candidate.started", 2, ",\"candidate\":0");
    read("candidate.delta", 3, delta("t0.5 "));
    read("candidate.delta", 5, delta("t1.6 t2.7 "));
    read("candidate.completed", 6, ",\"content\":\"t0.5 t1.6 t2.7 \"");
    read("run.completed", 7, "");
    assertEquals(Map.of(), meter.faults());
    assertEquals("r1", reading.run());
    assertEquals(true, reading.hasEnded());
    assertEquals(3, meter.window().tokens.sum());
  }

  @Test
  void theWholeCandidateStandsForItsTokens() {
    read("candidate.delta", 3, delta("t0.5 "));
    read("candidate.completed", 6, "");
    read("run.completed", 7, "");
    assertEquals(Map.of(), meter.faults());
  }

  @Test
  void aLostTokenIsAFault() {
    read("candidate.delta", 3, delta("t0.5 "));
    read("candidate.delta", 4, delta("t2.7 "));
    assertEquals(Map.of("token lost", 1L), meter.faults());
  }

  @Test
  void aTokenThatComesTwiceIsAFault() {
    read("candidate.delta", 3, delta("t0.5 t1.6 "));
    read("candidate.delta", 4, delta("t1.6 t2.7 "));
    assertEquals(Map.of("token twice", 1L), meter.faults());
  }

  @Test
  void anEventThatComesTwiceIsAFault() {
    read("run.created", 1, "");
    read("run.created", 1, "");
    assertEquals(Map.of("event twice", 1L), meter.faults());
  }

  @Test
  void anEndBeforeTheLastTokenIsAFault() {
    read("candidate.delta", 3, delta("t0.5 "));
    read("run.completed", 4, "");
    assertEquals(Map.of("candidate cut", 1L), meter.faults());
  }

  @Test
  void aRunThatFailsIsAFault() {
    read("run.failed", 4, "");
    assertEquals(Map.of("run failed", 1L), meter.faults());
  }

  private static String delta(String text) {
    return ",\"candidate\":0,\"text\":\"" + text + "\"";
  }

  private void read(String type, int seq, String fields) {
    byte[] json =
        "{\"type\":\"%s\",\"run\":\"r1\",\"seq\":%d%s}"
            .formatted(type, seq, fields)
            .getBytes(StandardCharsets.UTF_8);
    reading.event(json, 0, json.length, 10);
  }
}
