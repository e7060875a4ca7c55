package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hone.run.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Judges that write at the same time, faster than their log takes it. */
class JudgesAtOnceIT {

  private static final List<String> REWARDS =
      List.of(
          "\"base_helpfulness_pairwise\"",
          "{\"rubrics\": [\"It is clear.\"], \"mode\": \"pairwise\"}",
          "{\"name\": \"base_helpfulness_pointwise\", \"params\": {\"votes\": 3}}",
          "{\"all\": [{\"reward\": \"base_helpfulness_pointwise\"},"
              + " {\"reward\": \"base_honesty_pointwise\"}]}",
          "{\"all\": [{\"reward\": \"base_helpfulness_pointwise\"}, {\"reward\": \"word_count\"}]}");

  private static final Map<String, String> QUICK = Map.of("hone.demo.tokens-per-second", "2000");

  @Test
  void endRunsWhoseLogIsInFiles() {
    endAllRuns(QUICK);
  }

  @Test
  void endRunsWhoseLogIsInRedis() {
    try (RedisServer redis = RedisServer.start()) {
      Map<String, String> settings = new HashMap<>(QUICK);
      settings.put("hone.run-log.store", "redis");
      settings.put("quarkus.redis.hosts", redis.url());
      endAllRuns(settings);
    }
  }

  private static void endAllRuns(Map<String, String> settings) {
    try (HoneProcess hone = HoneProcess.start(settings).waitForReady()) {
      List<String> runs =
          REWARDS.stream()
              .flatMap(reward -> IntStream.range(0, 3).mapToObj(i -> start(hone, reward)))
              .toList();

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> statuses(hone, runs).noneMatch("running"::equals));

      assertEquals(List.of("completed"), statuses(hone, runs).distinct().toList(), hone.output());
      assertFalse(hone.output().contains("ERROR"), hone.output());
    }
  }

  private static String start(HoneProcess hone, String reward) {
    return Client.start(
        hone,
        "{\"messages\": [{\"role\": \"user\", \"content\": \"Why is the sky blue?\"}],"
            + " \"max_iterations\": 1, \"reward\": "
            + reward
            + "}");
  }

  private static Stream<String> statuses(HoneProcess hone, List<String> runs) {
    return runs.stream().map(run -> Client.run(hone, run).path("status").asText());
  }
}
