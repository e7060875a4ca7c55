package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.run.RedisServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Redis goes away in the middle of runs and comes back; the pods stay. */
class RedisAwayIT {

  private static final int RUNS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static RedisServer redis;
  private static ScriptedRuns model;
  private static Pods pods;
  private static List<HoneProcess> both;
  private static final Set<String> accepted = new HashSet<>();

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    model = new ScriptedRuns();
    pods = new Pods(redis, model, Map.of());
    both = List.of(pods.start("pod-0"), pods.start("pod-1"));
    both.forEach(HoneProcess::waitForReady);
  }

  @AfterAll
  static void stop() {
    if (redis != null) {
      pods.close();
      model.close();
      redis.close();
    }
  }

  @Test
  void runsOutlastARestart() {
    outlast("restarted", redis::stop, redis::launch);
  }

  @Test
  void runsOutlastACrash() {
    outlast("crashed", redis::kill, redis::launch);
  }

  @Test
  void runsOutlastARedisThatHangs() {
    outlast("hung", () -> redis.signal("STOP"), () -> redis.signal("CONT"));
  }

  private static void outlast(String name, Runnable goes, Runnable comesBack) {
    List<Followed> runs = IntStream.range(0, RUNS).mapToObj(i -> startRun(name + "-" + i)).toList();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                runs.stream().allMatch(RedisAwayIT::isSeen)
                    && runs.stream().filter(RedisAwayIT::isBeingRefined).count() >= RUNS / 2);

    goes.run();
    try {
      runs.forEach(run -> run.watchedOn(both.get(1), both.get(0)));
      awaitHeartbeats(runs);
      both.forEach(pod -> awaitReadiness(pod, 503));
      both.forEach(RedisAwayIT::assertRefusesRuns);
    } finally {
      comesBack.run();
    }
    both.forEach(pod -> awaitReadiness(pod, 200));
    both.forEach(pod -> startRun(name + "-after-" + pod.port()).check(pod));

    for (Followed run : runs) {
      JsonNode told = run.check(both.get(0));
      run.checkTexts(told, model);
      run.checkAtMostOneIsRepeated(model);
      run.checkWithLateWatcher(both.get(1));
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertEquals(accepted, new HashSet<>(Client.runs(both.get(0))), "all runs"));
  }

  /** On one pod, watched on both. */
  private static Followed startRun(String name) {
    HoneProcess on = both.get(accepted.size() % 2);
    model.pace(Duration.ofMillis(20));
    Followed run = Followed.start(on, name).watchedOn(both.get(0)).watchedOn(both.get(1));
    accepted.add(run.id());
    return run;
  }

  private static boolean isSeen(Followed run) {
    return run.watcher(0).hasSeenAny() && run.watcher(1).hasSeenAny();
  }

  private static boolean isBeingRefined(Followed run) {
    return run.watcher(0).events().stream()
        .anyMatch(event -> event.fact().type().equals("evaluation.started"));
  }

  /** Two more for each watcher of a run that has not ended. */
  private static void awaitHeartbeats(List<Followed> runs) {
    List<Watcher> watchers =
        runs.stream().flatMap(run -> IntStream.range(0, 2).mapToObj(run::watcher)).toList();
    List<Integer> before = watchers.stream().map(Watcher::heartbeats).toList();
    for (int i = 0; i < watchers.size(); i++) {
      Watcher watcher = watchers.get(i);
      int two = before.get(i) + 2;
      await()
          .atMost(PATIENCE)
          .alias("heartbeats of run " + watcher.run() + ", refused with " + watcher.refusal())
          .until(() -> watcher.isOver() || watcher.heartbeats() >= two);
      assertEquals(1, watcher.connections());
    }
  }

  private static void awaitReadiness(HoneProcess pod, int status) {
    await().atMost(PATIENCE).until(() -> Client.get(pod, "/q/health/ready").statusCode() == status);
  }

  private static void assertRefusesRuns(HoneProcess pod) {
    HttpResponse<String> answer = Client.post(pod, "", ScriptedRuns.request("refused", 1, ""));
    assertEquals(503, answer.statusCode(), answer.body());
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    assertTrue(answer.body().contains("\"status\":503"), answer.body());
  }
}
