package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that keeps its runs in a folder is killed and started again. */
class KilledFileServerIT {

  private static final int ROUNDS = 2;
  private static final int OF_EACH_STAGE = 2;
  private static final int RUNNING_FREE = 8;
  private static final int FINISHED = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void goesOnWithEachRunWhereverItWas() {
    try (ScriptedRuns model = new ScriptedRuns()) {
      AtomicReference<HoneProcess> server = new AtomicReference<>(start(model).waitForReady());
      try {
        for (int round = 0; round < ROUNDS; round++) {
          killAndStartAgain("round" + round, model, server);
        }
      } finally {
        server.get().close();
      }
    }
  }

  @Test
  void turnsASecondServerAwayWithAWordAndGoesOn() {
    try (ScriptedRuns model = new ScriptedRuns();
        HoneProcess first = start(model).waitForReady();
        HoneProcess second = start(model)) {

      assertNotEquals(0, second.waitForExit(PATIENCE));

      String said = second.output();
      assertTrue(said.contains("hone.run-log.path: the folder " + folder), said);
      assertTrue(said.contains("in use by another process (pid " + first.pid()), said);
      assertTrue(!said.contains("\tat "), said);
      Followed.start(first, "undisturbed").watchedOn(first).check(first);
    }
  }

  private HoneProcess start(ScriptedRuns model) {
    Map<String, String> settings = new HashMap<>(Pods.of(model));
    settings.put("hone.run-log.store", "file");
    settings.put("hone.run-log.path", folder.toString());
    return HoneProcess.start(settings);
  }

  private void killAndStartAgain(
      String round, ScriptedRuns model, AtomicReference<HoneProcess> server) {
    model.pace(Duration.ZERO);
    Map<String, JsonNode> finished = finishedRuns(round, server.get());
    Map<Followed, Stage> held = heldRuns(round, model, server);
    List<Followed> free = freeRuns(round, model, server);

    server.get().signal("KILL");
    server.get().close();
    server.set(start(model));

    server.get().waitForReady();
    finished.forEach((run, told) -> assertEquals(told, Client.run(server.get(), run)));
    held.forEach(
        (run, stage) -> {
          check(run, model, server.get());
          run.checkCalls(model, stage.call(run.name()));
          run.checkThatTakeoverVoids(stage, run.watcher(0));
          checkThatNoNumberIsMissing(run);
        });
    free.forEach(
        run -> {
          check(run, model, server.get());
          run.checkAtMostOneIsRepeated(model);
        });
  }

  private static Map<String, JsonNode> finishedRuns(String round, HoneProcess server) {
    Map<String, JsonNode> told = new HashMap<>();
    for (int i = 0; i < FINISHED; i++) {
      Followed run = Followed.start(server, round + "-finished-" + i).watchedOn(server);
      told.put(run.id(), run.check(server));
    }
    return told;
  }

  private static Map<Followed, Stage> heldRuns(
      String round, ScriptedRuns model, AtomicReference<HoneProcess> server) {
    Map<Followed, Stage> held = new HashMap<>();
    for (Stage stage : Stage.values()) {
      for (int i = 0; i < OF_EACH_STAGE; i++) {
        String name = round + "-" + stage + "-" + i;
        stage.hold(model, name);
        held.put(start(server, name), stage);
      }
    }
    held.forEach(Followed::await);
    return held;
  }

  private static List<Followed> freeRuns(
      String round, ScriptedRuns model, AtomicReference<HoneProcess> server) {
    model.pace(Duration.ofMillis(5));
    List<Followed> free = new ArrayList<>();
    for (int i = 0; i < RUNNING_FREE; i++) {
      free.add(start(server, round + "-free-" + i));
    }
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                free.get(0).watcher(0).events().stream()
                    .anyMatch(event -> event.fact() instanceof Fact.EvaluationStarted));
    return free;
  }

  /** Watched wherever the server is. */
  private static Followed start(AtomicReference<HoneProcess> server, String name) {
    return Followed.start(server.get(), name).watchedOn(path -> server.get().uri(path));
  }

  private static void check(Followed run, ScriptedRuns model, HoneProcess server) {
    run.checkTexts(run.check(server), model);
    run.checkWithLateWatcher(server);
  }

  /**
   * A watcher who was late may have got deltas merged, or only the text that they became; all else
   * is there, and what comes after the kill follows the last number before it.
   */
  private static void checkThatNoNumberIsMissing(Followed run) {
    long last = 0;
    for (Event event : run.watcher(0).events()) {
      boolean standsForMore =
          event.fact() instanceof Fact.Delta
              || event.fact() instanceof Fact.CandidateCompleted
              || event.fact() instanceof Fact.EvaluationCompleted;
      if (!standsForMore) {
        assertEquals(last + 1, event.seq(), () -> "in " + run.watcher(0).events());
      }
      last = event.seq();
    }
  }
}
