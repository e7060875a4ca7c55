package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.run.local.FileRunLog;
import dev.hone.run.local.MemoryRunLog;
import dev.hone.run.local.Sync;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {

  @Test
  void hasTheDefaultsThatTheContractNames() {
    RunsConfig runs = config(RunsConfig.class, Map.of());
    RunLogConfig log = config(RunLogConfig.class, Map.of());

    assertEquals(2000, runs.maxActive());
    assertEquals(1000, runs.maxQueued());
    assertEquals(RunLogConfig.Store.FILE, log.store());
    assertEquals(Path.of("data"), log.path());
    assertEquals(Sync.NONE, log.sync());
    assertEquals(Duration.ofDays(7), log.retention().age());
    assertEquals(10000, log.retention().runs());
    assertEquals(Duration.ofSeconds(10), runs.lease());
    assertEquals("hone:", log.prefix());
    assertEquals(Duration.ofSeconds(60), log.redis().patience());
  }

  @Test
  void saysWhichStoresThereAreWhenItDoesNotKnowOne() {
    String message =
        assertThrows(
                RuntimeException.class,
                () -> config(RunLogConfig.class, Map.of("hone.run-log.store", "mvstore")))
            .getMessage();

    assertTrue(message.contains("mvstore") && message.contains("memory"), message);
  }

  @Test
  void opensTheStoreThatIsConfigured() {
    Vertx vertx = Vertx.vertx();
    RunLogs logs =
        new RunLogs(
            config(RunLogConfig.class, Map.of("hone.run-log.store", "memory")),
            config(RunsConfig.class, Map.of()),
            vertx,
            null);

    assertInstanceOf(MemoryRunLog.class, logs.open());

    logs.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void opensTheFolderThatIsConfiguredAndGivesItUpAtTheEnd(@TempDir Path temp) {
    Vertx vertx = Vertx.vertx();
    Path folder = temp.resolve("a/b");
    RunLogConfig config =
        config(
            RunLogConfig.class,
            Map.of("hone.run-log.store", "file", "hone.run-log.path", folder.toString()));
    RunLogs logs = new RunLogs(config, null, vertx, null);
    RunLogs second = new RunLogs(config, null, vertx, null);

    assertInstanceOf(FileRunLog.class, logs.open());
    String message = assertThrows(ConfigurationException.class, second::open).getMessage();
    logs.close();

    assertTrue(message.contains(folder.toString()), message);
    assertInstanceOf(FileRunLog.class, second.open());
    second.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static <T> T config(Class<T> mapping, Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(mapping)
        .withDefaultValues(values)
        .build()
        .getConfigMapping(mapping);
  }
}
