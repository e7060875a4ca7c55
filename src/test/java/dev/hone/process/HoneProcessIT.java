package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
}
