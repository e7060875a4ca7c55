package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.run.RedisServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One of two pods behind a load balancer is told to stop while its runs are watched. */
class RollingRestartIT {

  private static final int RUNS = 50;
  private static final int MORE = 10;
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofSeconds(15);

  /** What the JVM takes to go, beside what it waits for. */
  private static final Duration SPARE = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void noRunIsLostAndEveryStreamGoesOnElsewhere() {
    Map<String, String> settings =
        Map.of(
            "quarkus.shutdown.delay", DELAY.toString(),
            "hone.runs.drain", DRAIN.toString());
    try (RedisServer redis = RedisServer.start();
        ScriptedRuns model = new ScriptedRuns();
        Pods pods = new Pods(redis, model, settings)) {
      HoneProcess leaving = pods.start("leaving");
      HoneProcess staying = pods.start("staying");
      leaving.waitForReady();
      staying.waitForReady();
      try (Nginx nginx = Nginx.start(leaving, staying)) {
        model.pace(Duration.ofMillis(40));
        List<Followed> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
          runs.add(Followed.start(nginx, "rolling-" + i).watchedOn(nginx));
        }
        await().atMost(PATIENCE).until(() -> runs.stream().allMatch(RollingRestartIT::isSeen));

        leaving.signal("TERM");
        long asked = System.nanoTime();
        for (int i = 0; i < MORE; i++) {
          runs.add(startedAtLast(nginx, "more-" + i));
        }

        int code = leaving.waitForExit(DELAY.plus(DRAIN).plus(SPARE));
        long took = System.nanoTime() - asked;
        assertEquals(143, code, leaving.output());
        assertFalse(leaving.output().contains("ERROR"), leaving.output());
        int comings = 0;
        for (Followed run : runs) {
          check(run, staying, model);
          comings += run.watcher(0).connections();
        }
        System.out.printf(
            "a pod with its share of %d runs had left after %d ms; %d streams were resumed%n",
            RUNS, took / 1_000_000, comings - runs.size());
        assertTrue(comings > runs.size(), "no watcher was on the pod that left");
        assertTrue(leaving.output().contains("handing over"), leaving.output());
      }
    }
  }

  /** Nothing was asked of the model twice, since each step was ended where it had begun. */
  private static void check(Followed run, HoneProcess staying, ScriptedRuns model) {
    run.checkTexts(run.check(staying), model);
    run.checkCalls(model);
    Watcher watcher = run.watcher(0);
    assertEquals(0, watcher.breaks(), "streams of run " + run.id() + " that broke off");
    assertNull(watcher.refusal());
    run.checkWithLateWatcher(staying);
  }

  private static boolean isSeen(Followed run) {
    return run.watcher(0).hasSeenAny();
  }

  /** As a client does that is told to come again. */
  private static Followed startedAtLast(Nginx nginx, String name) {
    HttpResponse<String> answer =
        await()
            .atMost(PATIENCE)
            .until(
                () -> Client.post(nginx, "", ScriptedRuns.request(name, 1, "")),
                each -> {
                  boolean refused = each.statusCode() == 503;
                  assertTrue(!refused || each.headers().firstValue("Retry-After").isPresent());
                  return !refused;
                });
    assertEquals(201, answer.statusCode(), answer.body());
    return Followed.started(name, answer).watchedOn(nginx);
  }
}
