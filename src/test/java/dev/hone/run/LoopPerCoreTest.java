package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LoopPerCoreTest {

  @Inject Vertx vertx;

  @Test
  void isHowManyLoopsThereAre() {
    long loops =
        StreamSupport.stream(((VertxInternal) vertx).getEventLoopGroup().spliterator(), false)
            .count();

    assertEquals(Math.max(2, Runtime.getRuntime().availableProcessors()), loops);
  }

  @Test
  void givesWayToWhoeverSaysAnotherNumber() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(new LoopPerCore())
            .withSources(new PropertiesConfigSource(Map.of(LoopPerCore.PROPERTY, "7"), "said", 100))
            .build();

    assertEquals("7", config.getRawValue(LoopPerCore.PROPERTY));
  }
}
