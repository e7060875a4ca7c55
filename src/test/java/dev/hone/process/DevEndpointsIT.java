package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is for developers of Hone is not in the packaged server. */
class DevEndpointsIT {

  private static final List<String> ABSENT =
      List.of(
          "/q",
          "/q/",
          "/q/dev",
          "/q/dev-ui",
          "/q/dev-ui/continuous-testing",
          "/q/dev-v1",
          "/q/swagger-ui",
          "/q/health-ui",
          "/q/arc",
          "/q/arc/beans",
          "/q/info",
          "/q/logging-manager",
          "/q/loggers",
          "/q/vertx",
          "/q/openapi-ui");

  private static final List<String> THERE =
      List.of("/q/health", "/q/health/ready", "/q/metrics", "/q/openapi", "/asyncapi.yaml", "/");

  @Test
  void isNotThere() {
    try (HoneProcess hone =
        HoneProcess.start(Map.of("hone.run-log.store", "memory")).waitForReady()) {
      ABSENT.forEach(path -> assertEquals(404, Client.get(hone, path).statusCode(), path));
      THERE.forEach(path -> assertEquals(200, Client.get(hone, path).statusCode(), path));
    }
  }
}
