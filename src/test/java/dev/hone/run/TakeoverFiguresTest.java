package dev.hone.run;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.hone.refinement.Fact;
import dev.hone.refinement.Generation;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Settings;
import dev.hone.refinement.Stop;
import dev.hone.run.local.FileRunLog;
import dev.hone.run.local.Sync;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that starts in the folder of one that has left runs unfinished. */
@QuarkusTest
@WithTestResource(TakeoverFiguresTest.Left.class)
class TakeoverFiguresTest {

  @Test
  void countRunsThatWereTakenOverAndNotThoseThatWereOnlyWaiting() {
    for (String run : new String[] {"r1", "r2"}) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  given()
                      .get("/v1/refinements/" + run)
                      .then()
                      .body("status", equalTo("completed")));
    }

    given().get("/q/metrics").then().body(containsString("\nhone_takeovers_total 1.0\n"));
  }

  /** A run that has been begun and one that has not. */
  public static final class Left implements QuarkusTestResourceLifecycleManager {

    private Path folder;

    @Override
    public Map<String, String> start() {
      try {
        folder = Files.createTempDirectory("hone-left");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      // An application that ran before leaves its context propagation behind, without its manager.
      Infrastructure.clearInterceptors();
      try (FileRunLog log =
          FileRunLog.open(folder, Sync.NONE, Clock.systemUTC(), Duration.ofDays(1), 10)) {
        RunLog.Lease begun = log.create("r1", "anyone", created()).await().indefinitely();
        log.append(begun, RunFacts.started()).await().indefinitely();
        log.create("r2", "anyone", created()).await().indefinitely();
      } finally {
        Infrastructure.reloadUniInterceptors();
        Infrastructure.reloadMultiInterceptors();
      }
      return Map.of(
          "hone.run-log.store", "file",
          "hone.run-log.path", folder.toString(),
          "hone.demo.tokens-per-second", "1000",
          "hone.demo.first-token", "0S");
    }

    @Override
    public void stop() {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Fact.RunCreated created() {
      Settings settings =
          new Settings(
              null,
              "default",
              "default",
              RewardSpec.named("length_penalty"),
              0,
              Stop.NEVER,
              Generation.DEFAULT,
              true,
              OnDisconnect.CONTINUE);
      return new Fact.RunCreated(RunFacts.QUESTION, settings, Map.of());
    }
  }
}
