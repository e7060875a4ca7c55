package dev.hone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.FallbackEndpoint;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DemoWiringTest {

  @Inject FallbackEndpoint fallback;
  @Inject DemoConfig config;

  @Test
  void theDemoModelIsTheFallbackOfTheApplication() {
    assertTrue(fallback.baseUri().toString().matches("http://127\\.0\\.0\\.1:\\d+/v1"));
  }

  @Test
  void isSilentForAMomentUnlessConfiguredOtherwise() {
    assertEquals(Duration.ofMillis(300), config.firstToken());
  }
}
