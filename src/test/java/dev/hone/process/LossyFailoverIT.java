package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.model.Gate;
import dev.hone.model.ScriptedModelServer;
import dev.hone.process.ScriptedRuns.Call;
import dev.hone.refinement.Event;
import dev.hone.run.RedisServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sentinel replaces the primary by a replica that lacks the last of what was acknowledged. All runs
 * that it knows end, and no number means two things.
 */
class LossyFailoverIT {

  private static final int OF_EACH = 6;
  private static final int LOST_EACH = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "STOP"})
  void everyRunThatTheReplicaKnowsEnds(String primaryGets) {
    try (RedisServer primary = RedisServer.start();
        RedisServer replica = primary.replica();
        RedisServer sentinel = primary.sentinel();
        ScriptedRuns model = new ScriptedRuns();
        Pods pods = new Pods(primary, model, throughSentinel(sentinel))) {
      List<HoneProcess> both = List.of(pods.start("pod-0"), pods.start("pod-1"));
      awaitReplication(primary, replica, sentinel);
      both.forEach(HoneProcess::waitForReady);
      Failover failover = new Failover(model, both);

      failover.startRuns();
      replica.signal("STOP");
      primary.call("CLIENT", "KILL", "TYPE", "replica");
      failover.loseSome();
      primary.signal(primaryGets);
      replica.signal("CONT");
      failover.countLost(replica);
      failover.letEnd();
      await().atMost(PATIENCE).until(() -> isPrimary(replica));

      failover.checkRuns();
      if (primaryGets.equals("STOP")) {
        primary.signal("CONT");
        await().atMost(PATIENCE).until(() -> !isPrimary(primary));
      }
      for (HoneProcess pod : both) {
        Followed.start(pod, "after-" + pod.port()).watchedOn(both.get(0)).check(both.get(1));
      }
    }
  }

  private static Map<String, String> throughSentinel(RedisServer sentinel) {
    return Map.of(
        "quarkus.redis.hosts", sentinel.url(),
        "quarkus.redis.client-type", "sentinel",
        "quarkus.redis.master-name", "hone");
  }

  private static void awaitReplication(
      RedisServer primary, RedisServer replica, RedisServer sentinel) {
    await()
        .atMost(PATIENCE)
        .until(() -> replica.call("INFO", "replication").contains("master_link_status:up"));
    await()
        .atMost(PATIENCE)
        .until(() -> sentinel.call("SENTINEL", "MASTER", "hone").contains("num-slaves\r\n$1\r\n1"));
  }

  private static boolean isPrimary(RedisServer server) {
    return server.call("INFO", "replication").contains("role:master");
  }

  /** The runs of one failover. */
  private static final class Failover {

    private final ScriptedRuns model;
    private final List<HoneProcess> pods;

    /** Write all the time. */
    private final List<Followed> writing = new ArrayList<>();

    /** Are held, and steered where that is lost. */
    private final List<Followed> steered = new ArrayList<>();

    /** End where that is lost. */
    private final List<Followed> ending = new ArrayList<>();

    /** Begin where that is lost. */
    private final List<Followed> begun = new ArrayList<>();

    private final List<Gate> ends = new ArrayList<>();
    private final List<Gate> steering = new ArrayList<>();

    Failover(ScriptedRuns model, List<HoneProcess> pods) {
      this.model = model;
      this.pods = pods;
    }

    void startRuns() {
      for (int i = 0; i < OF_EACH; i++) {
        ends.add(Stage.BEFORE_RUN_ENDS.hold(model, "ending-" + i));
        ending.add(start("ending-" + i, i));
        steering.add(Stage.IN_CRITIQUE.hold(model, "steered-" + i));
        steered.add(start("steered-" + i, i));
      }
      ending.forEach(run -> run.await(Stage.BEFORE_RUN_ENDS));
      steered.forEach(run -> run.await(Stage.IN_CRITIQUE));
      model.pace(Duration.ofMillis(100));
      for (int i = 0; i < OF_EACH; i++) {
        writing.add(start("writing-" + i, i));
      }
      writing.forEach(run -> run.watcher(0).await("a token", event -> event.seq() > 5));
    }

    /** All of this is acknowledged. */
    void loseSome() {
      List<Long> last = writing.stream().map(run -> lastSeen(run.watcher(1))).toList();
      ends.forEach(Gate::open);
      steered.forEach(this::steer);
      IntStream.range(0, OF_EACH).forEach(i -> begun.add(start("begun-" + i, i)));
      ending.forEach(Followed::awaitEnd);
      begun.forEach(run -> run.watcher(0).await("a token", event -> event.seq() > 5));
      for (int i = 0; i < writing.size(); i++) {
        long enough = last.get(i) + LOST_EACH;
        writing.get(i).watcher(1).await("more", event -> event.seq() >= enough);
      }
    }

    void countLost(RedisServer replica) {
      long lost = 0;
      for (Followed run : all().toList()) {
        long kept = kept(replica, run);
        lost += run.watcher(0).events().stream().filter(event -> event.seq() > kept).count();
      }
      System.out.printf(
          "a failover lost %d events that had been seen, of %d runs%n", lost, all().count());
      assertTrue(lost >= OF_EACH * (LOST_EACH + 3), "lost only " + lost);
      begun.forEach(run -> assertEquals(0, kept(replica, run), "known: " + run.name()));
      ending.forEach(run -> assertTrue(kept(replica, run) < lastSeen(run.watcher(0))));
    }

    void letEnd() {
      steering.forEach(Gate::open);
    }

    void checkRuns() {
      for (Followed run : writing) {
        run.checkTexts(run.check(pods.get(0)), model);
        run.checkAtMostOneIsRepeated(model);
      }
      steered.forEach(this::checkSteered);
      ending.forEach(this::checkEndedAgain);
      begun.forEach(run -> run.awaitGone(pods));
      Stream.of(writing, steered, ending)
          .flatMap(List::stream)
          .forEach(run -> pods.forEach(run::checkWithLateWatcher));
    }

    /** What a person said was acknowledged, so it must count. */
    private void checkSteered(Followed run) {
      run.check(pods.get(0));
      assertTrue(run.watcher(0).events().stream().anyMatch(Failover::isSteering));
      String prompt =
          ScriptedModelServer.text(model.requests(Call.writer(run.name(), 1)).get(0).body());
      assertTrue(prompt.contains("In verse."), prompt);
    }

    /**
     * Its end was lost, so it ended once more; who had seen the first end was told nothing else.
     */
    private void checkEndedAgain(Followed run) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> Client.run(pods.get(0), run.id()).path("status").asText(), "completed"::equals);
      JsonNode told = Client.run(pods.get(1), run.id());
      assertTrue(told.path("last_seq").asLong() > lastSeen(run.watcher(0)), told::toString);
      run.addToMeanings();
    }

    private void steer(Followed run) {
      HttpResponse<String> answer =
          Client.post(pods.get(0), "/" + run.id() + "/steering", "{\"text\": \"In verse.\"}");
      assertEquals(202, answer.statusCode(), answer.body());
    }

    private Followed start(String name, int number) {
      HoneProcess on = pods.get(number % pods.size());
      return Followed.start(on, name).watchedOn(pods.get(0)).watchedOn(pods.get(1));
    }

    private Stream<Followed> all() {
      return Stream.of(writing, steered, ending, begun).flatMap(List::stream);
    }

    private static boolean isSteering(Event event) {
      return event.fact().type().equals("steering.received");
    }

    private static long lastSeen(Watcher watcher) {
      List<Event> events = watcher.events();
      return events.isEmpty() ? 0 : events.get(events.size() - 1).seq();
    }

    /** The last number that a Redis knows of a run. */
    private static long kept(RedisServer server, Followed run) {
      String answer = server.call("HGET", "hone:run:" + run.id(), "seq");
      return answer.startsWith("$-1") ? 0 : Long.parseLong(answer.split("\r\n")[1]);
    }
  }
}
