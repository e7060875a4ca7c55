package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged server starts and goes. */
class HoneProcessIT {

  @Test
  void startsOnAFreePortAndEndsWhenAsked() {
    try (HoneProcess hone = HoneProcess.start(Map.of("hone.run-log.store", "memory"))) {
      hone.waitForReady();

      hone.signal("TERM");

      assertEquals(143, hone.waitForExit(Duration.ofSeconds(20)), hone.output());
      assertFalse(hone.isAlive());
    }
  }

  @Test
  void saysThatARunInMemoryIsLost() {
    Map<String, String> slow =
        Map.of("hone.run-log.store", "memory", "hone.demo.tokens-per-second", "15");
    try (HoneProcess hone = HoneProcess.start(slow).waitForReady()) {
      String run =
          Client.start(hone, "{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}]}");

      hone.signal("TERM");

      assertEquals(143, hone.waitForExit(Duration.ofSeconds(30)), hone.output());
      assertTrue(hone.output().contains("giving up 1 runs"), hone.output());
      assertTrue(hone.output().contains("run lost: id=" + run), hone.output());
      assertFalse(hone.output().contains("handed over"), hone.output());
    }
  }
}
