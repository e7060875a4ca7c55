package dev.hone.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The load test works when somebody wants it: each a few seconds, not to measure anything. */
class LoadIT {

  @Test
  void watchersThatLeaveAndComeBackGetAllOnce() throws IOException {
    assertTrue(
        Load.measure("mixed runs=3 tokens=40 sse=3 ws=2 slow=1 churn=50 warmup=1 seconds=2"));
    JsonNode figures = written("mixed").at("/measured/hone");
    assertTrue(figures.path("runs completed").asInt() > 0, figures::toString);
    assertTrue(figures.path("watchers that left and came back").asInt() > 0, figures::toString);
  }

  @Test
  void theSameIsWatchedOnBareVertx() throws IOException {
    assertTrue(Load.measure("fanout rate=20 sse=6 ws=3 slow=2 warmup=0 seconds=1 spare=3"));
    JsonNode measured = written("fanout").path("measured");
    for (String server : new String[] {"hone 1", "vert.x 1"}) {
      JsonNode tokens = measured.path(server).path("tokens to watchers per second");
      assertTrue(tokens.asInt() > 0, measured::toString);
    }
  }

  @Test
  void anOptionThatThereIsNotIsRefused() {
    Exception refused =
        assertThrows(IllegalArgumentException.class, () -> Plan.of("memory speed=3"));
    assertEquals(
        "memory has no speed but [heap, rate, runs, sse, tokens, ws]", refused.getMessage());
  }

  private static JsonNode written(String scenario) throws IOException {
    return new ObjectMapper().readTree(Load.FOLDER.resolve(scenario + ".json").toFile());
  }
}
