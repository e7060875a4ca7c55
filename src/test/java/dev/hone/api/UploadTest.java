package dev.hone.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.api.auth.LogLines;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies that never come whole, and that no client has said the length of. */
@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(UploadTest.Patient.class)
class UploadTest {

  private static final String CHUNK = "40000\n" + "x".repeat(0x40000) + "\n";

  public static class Patient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("hone.runs.drain", "20S", "quarkus.shutdown.delay", "0S");
    }
  }

  @Inject Event<ShutdownDelayInitiatedEvent> sigterm;

  @Test
  void oneWithoutEndIsTooLargeAndNothingOfItStays() {
    try (LogLines log = LogLines.ofAll()) {
      String problem = endless("/v1/refinements");
      String error = endless("/v1/chat/completions");

      assertTrue(problem.startsWith("HTTP/1.1 413 "), problem);
      assertTrue(problem.contains("application/problem+json"), problem);
      assertTrue(problem.contains("\"detail\":\"The limit is hone.limits.body.\""), problem);
      assertTrue(error.startsWith("HTTP/1.1 413 "), error);
      assertTrue(error.contains("\"code\":\"too_large\""), error);
      leftInTheMiddle(log);
      long from = System.nanoTime();
      sigterm.fire(new ShutdownDelayInitiatedEvent());
      Duration took = Duration.ofNanos(System.nanoTime() - from);
      assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "waits for no request: " + took);
      assertEquals(List.of(), log.all().stream().filter(UploadTest::isAnError).toList());
    }
  }

  private static String endless(String path) {
    try (Wire wire = Wire.open()) {
      return wire.send(head(path, "Transfer-Encoding: chunked")).trickleUntilCut(CHUNK).text();
    }
  }

  private static void leftInTheMiddle(LogLines log) {
    try (Wire wire = Wire.open()) {
      wire.send(head("/v1/refinements", "Content-Length: 900000"));
      wire.trickle("x".repeat(500_000));
    }
    await().until(() -> log.all().stream().anyMatch(line -> line.contains("connection broke")));
  }

  private static boolean isAnError(String line) {
    return line.startsWith("ERROR") || line.startsWith("SEVERE");
  }

  private static String head(String path, String length) {
    return "POST "
        + path
        + " HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
        + length
        + "\n\n";
  }
}
