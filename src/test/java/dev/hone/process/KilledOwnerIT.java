package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.run.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pod is killed while it works on runs; another goes on with them, and nothing is lost. */
class KilledOwnerIT {

  private static final int ROUNDS = 3;
  private static final int OF_EACH_STAGE = 5;
  private static final int RUNNING_FREE = 10;
  private static final int TIED = 3;
  private static final Duration BOUND = Pods.LEASE.plusSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void anotherPodGoesOnWithEachRunWhereverItWas() {
    try (RedisServer redis = RedisServer.start();
        ScriptedRuns model = new ScriptedRuns();
        Pods pods = new Pods(redis, model, Map.of())) {
      HoneProcess owner = pods.start("pod-0");
      HoneProcess other = pods.start("pod-1");
      List<Held> all = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        owner.waitForReady();
        other.waitForReady();
        all.addAll(killUnderRuns("round" + round, model, owner, other));
        owner = other;
        other = pods.start("pod-" + (round + 2));
      }
      for (Held held : all) {
        held.run().checkWithLateWatcher(other.waitForReady());
      }
    }
  }

  /**
   * @param stage where it is held; {@code null} if nowhere
   */
  private record Held(Followed run, Stage stage) {}

  private static List<Held> killUnderRuns(
      String round, ScriptedRuns model, HoneProcess owner, HoneProcess other) {
    List<Held> runs = holdRuns(round, model, owner, other);
    List<Tied> tied = new ArrayList<>();
    for (int i = 0; i < TIED; i++) {
      tied.add(Tied.byStream(round + "-tied-" + i, model, owner, other));
      tied.add(Tied.bySocket(round + "-tied-socket-" + i, model, owner, other));
    }
    startFreeRuns(round, model, owner, other, runs);

    Instant killed = Instant.now();
    owner.signal("KILL");

    List<Long> delays = new ArrayList<>();
    for (Held held : runs) {
      held.run().watcher(0).close();
      check(held, model, other);
      delays.addAll(takeovers(held.run(), killed));
    }
    tied.forEach(run -> run.check(other, model));
    delays.sort(null);
    System.out.printf(
        "%s: of %d runs %d were taken over, %d to %d ms after the kill%n",
        round, runs.size(), delays.size(), delays.get(0), delays.get(delays.size() - 1));
    assertTrue(delays.size() >= Stage.values().length * OF_EACH_STAGE);
    assertTrue(delays.get(delays.size() - 1) <= BOUND.toMillis(), () -> "after " + delays);
    return runs;
  }

  private static List<Held> holdRuns(
      String round, ScriptedRuns model, HoneProcess owner, HoneProcess other) {
    model.pace(Duration.ZERO);
    List<Held> runs = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      for (int i = 0; i < OF_EACH_STAGE; i++) {
        String name = round + "-" + stage + "-" + i;
        stage.hold(model, name);
        runs.add(new Held(start(name, owner, other), stage));
      }
    }
    runs.forEach(held -> held.run().await(held.stage()));
    return runs;
  }

  /** They go on while the others are held, and are hit wherever they are. */
  private static void startFreeRuns(
      String round, ScriptedRuns model, HoneProcess owner, HoneProcess other, List<Held> runs) {
    model.pace(Duration.ofMillis(5));
    List<Followed> free = new ArrayList<>();
    for (int i = 0; i < RUNNING_FREE; i++) {
      free.add(start(round + "-free-" + i, owner, other));
    }
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> free.stream().filter(KilledOwnerIT::isBeingEvaluated).count() >= 3);
    free.forEach(run -> runs.add(new Held(run, null)));
  }

  /** Watched on its owner, on the other, and by one who goes where there is an answer. */
  private static Followed start(String name, HoneProcess owner, HoneProcess other) {
    return Followed.start(owner, name).watchedOn(owner).watchedOn(other).watchedOn(owner, other);
  }

  private static boolean isBeingEvaluated(Followed run) {
    return run.watcher(0).events().stream()
        .anyMatch(event -> event.fact() instanceof Fact.EvaluationStarted);
  }

  private static void check(Held held, ScriptedRuns model, HoneProcess other) {
    Followed run = held.run();
    JsonNode told = run.check(other);
    run.checkTexts(told, model);
    if (held.stage() == null) {
      run.checkAtMostOneIsRepeated(model);
    } else {
      run.checkCalls(model, held.stage().call(run.name()));
      run.checkNumbers(run.watcher(1));
      run.checkThatTakeoverVoids(held.stage(), run.watcher(1));
    }
  }

  /** In milliseconds after the kill; none if the run had ended. */
  private static List<Long> takeovers(Followed run, Instant killed) {
    List<Event> takeovers =
        run.watcher(1).events().stream()
            .filter(event -> event.fact() instanceof Fact.RunStarted)
            .skip(1)
            .toList();
    assertTrue(takeovers.size() <= 1, takeovers::toString);
    return takeovers.stream().map(e -> Duration.between(killed, e.at()).toMillis()).toList();
  }
}
