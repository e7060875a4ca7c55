package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.model.Gate;
import dev.hone.model.ScriptedModelServer;
import dev.hone.process.ScriptedRuns.Call;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.run.RedisServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two pods and one Redis: people reach a run through either, and one pod sleeps. */
class TwoPodsIT {

  private static final int RUNS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static RedisServer redis;
  private static ScriptedRuns model;
  private static Pods pods;
  private static HoneProcess owner;
  private static HoneProcess other;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    model = new ScriptedRuns();
    pods = new Pods(redis, model, Map.of());
    owner = pods.start("owner");
    other = pods.start("other");
    owner.waitForReady();
    other.waitForReady();
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
  void steeringOnAnotherPodStartsTheCandidateUnderWayAgain() {
    List<Followed> runs = runsInSecondCandidate("steered");
    List<Long> delays = new ArrayList<>();
    for (Followed run : runs) {
      long asked = System.nanoTime();
      HttpResponse<String> answer =
          Client.post(
              other, "/" + run.id() + "/steering", "{\"text\": \"In verse.\", \"when\": \"now\"}");
      assertEquals(202, answer.statusCode(), answer.body());
      Watcher.Seen again =
          run.watcher(0).await("the second start", event -> isStartWith(event, "In verse."));
      delays.add((again.nanos() - asked) / 1_000_000);
    }
    for (Followed run : runs) {
      JsonNode told = run.check(other);
      run.checkTexts(told, model);
      run.checkCalls(model, Call.writer(run.name(), 1));
      assertInOrder(
          run.watcher(1).events(),
          "steering.received",
          "candidate.discarded",
          "candidate.started",
          "candidate.completed");
      awaitDropped(Call.writer(run.name(), 1));
      JsonObject second = model.requests(Call.writer(run.name(), 1)).get(1).body();
      assertTrue(ScriptedModelServer.text(second).contains("In verse."), second::encode);
    }
    print("a steered candidate was started again", delays);
  }

  @Test
  void acceptingOnAnotherPodEndsTheRunAndItsCall() {
    List<Followed> runs = runsInSecondCandidate("accepted");
    List<Long> delays = new ArrayList<>();
    for (Followed run : runs) {
      long asked = System.nanoTime();
      HttpResponse<String> answer = Client.post(other, "/" + run.id() + "/accept", "{}");
      assertEquals(200, answer.statusCode(), answer.body());
      awaitDropped(Call.writer(run.name(), 1));
      delays.add((System.nanoTime() - asked) / 1_000_000);
    }
    for (Followed run : runs) {
      run.awaitEnd();
      JsonNode told = Client.run(other, run.id());
      assertEquals("accepted", told.path("stop_reason").asText());
      assertEquals(
          ScriptedRuns.telling(Call.writer(run.name(), 0), 1), told.path("content").asText());
      for (int i = 0; i < 2; i++) {
        Fold.assertTells(told, run.watcher(i).events());
      }
    }
    print("the call of an accepted run had ended", delays);
  }

  @Test
  void aHundredPostsOfOneKeyThroughBothPodsMakeOneRun() {
    String request = ScriptedRuns.request("keyed", 1, "");
    List<CompletableFuture<HttpResponse<String>>> posts =
        IntStream.range(0, 100)
            .mapToObj(i -> Client.postOnce(i % 2 == 0 ? owner : other, "one-key", request))
            .toList();
    List<HttpResponse<String>> answers = posts.stream().map(CompletableFuture::join).toList();

    assertEquals(1, answers.stream().map(Client::id).distinct().count());
    assertEquals(1, answers.stream().filter(answer -> answer.statusCode() == 201).count());
    assertEquals(99, answers.stream().filter(answer -> answer.statusCode() == 200).count());
    String run = Client.id(answers.get(0));
    await()
        .atMost(PATIENCE)
        .until(() -> "completed".equals(Client.run(other, run).path("status").asText()));
    model.asked("keyed").forEach((call, times) -> assertEquals(1, times, call::toString));
    assertEquals(
        422,
        Client.postOnce(other, "one-key", ScriptedRuns.request("other", 1, ""))
            .join()
            .statusCode());
  }

  @Test
  void aPodThatSleptForThreeLeasesWritesNothingMore() {
    List<Slept> runs =
        IntStream.range(0, RUNS)
            .mapToObj(i -> new Slept(Slept.Kind.values()[i % 3], "slept-" + i))
            .toList();
    runs.forEach(run -> run.followed.await(Stage.IN_FIRST_CANDIDATE));

    owner.signal("STOP");
    long stopped = System.nanoTime();
    runs.forEach(Slept::writeOn);
    runs.forEach(run -> run.followed.watcher(1).awaitStart(2));
    runs.forEach(Slept::awaitOther);
    await()
        .atMost(PATIENCE)
        .until(() -> System.nanoTime() - stopped > Pods.LEASE.multipliedBy(3).toNanos());
    owner.signal("CONT");

    runs.forEach(Slept::awaitOwnerHasLeft);
    runs.forEach(Slept::letEnd);
    runs.forEach(Slept::check);
  }

  /** A run that its owner sleeps under. */
  private static final class Slept {

    private enum Kind {
      /** The other pod has ended it before the owner is back with the rest of an answer. */
      ENDED,
      /** The other pod still writes then. */
      GOING_ON,
      /** And the owner has nothing to write, so only its lease tells it. */
      SILENT
    }

    private final Kind kind;
    private final String name;
    private final Gate first;
    private final Gate second;
    private final Followed followed;

    Slept(Kind kind, String name) {
      this.kind = kind;
      this.name = name;
      this.first = Stage.IN_FIRST_CANDIDATE.hold(model, name);
      this.second = model.hold(Call.writer(name, 0), 2, 5);
      this.followed = Followed.start(owner, name).watchedOn(owner).watchedOn(other);
    }

    /** Into the socket of a pod that doesn't read it. */
    void writeOn() {
      if (kind != Kind.SILENT) {
        first.open();
      }
    }

    void awaitOther() {
      if (kind == Kind.ENDED) {
        second.open();
        followed.watcher(1).awaitEnd();
      } else {
        followed.watcher(1).awaitWriting(secondSoFar());
      }
    }

    void awaitOwnerHasLeft() {
      String line = kind == Kind.ENDED ? "run ended: id=" : "run left to another pod: id=";
      await()
          .atMost(PATIENCE)
          .alias(line + followed.id())
          .until(() -> owner.output().contains(line + followed.id()));
      if (kind == Kind.SILENT) {
        awaitDropped(Call.writer(name, 0));
      }
    }

    void letEnd() {
      if (kind != Kind.ENDED) {
        followed.watcher(0).awaitWriting(secondSoFar());
        second.open();
      }
    }

    void check() {
      JsonNode told = followed.check(owner);
      followed.checkTexts(told, model);
      followed.checkCalls(model, Call.writer(name, 0));
      followed.checkNumbers(followed.watcher(1));
      followed.checkThatTakeoverVoids(Stage.IN_FIRST_CANDIDATE, followed.watcher(1));
    }

    private String secondSoFar() {
      Call call = Call.writer(name, 0);
      return ScriptedRuns.telling(call, 2).substring(0, soFar(call).length());
    }

    /** The texts of both tellings are as long. */
    private static String soFar(Call call) {
      return ScriptedRuns.firstTelling(call, 5);
    }
  }

  private static List<Followed> runsInSecondCandidate(String name) {
    List<Followed> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      Stage.IN_SECOND_CANDIDATE.hold(model, name + "-" + i);
      runs.add(Followed.start(owner, name + "-" + i).watchedOn(owner).watchedOn(other));
    }
    runs.forEach(run -> run.await(Stage.IN_SECOND_CANDIDATE));
    return runs;
  }

  /** Waits until the connection of the first answer to a call is closed. */
  private static void awaitDropped(Call call) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> model.requests(call).get(0).isAbandoned());
  }

  private static boolean isStartWith(Event event, String feedback) {
    return event.fact() instanceof Fact.CandidateStarted started
        && started.feedback() != null
        && started.feedback().contains(feedback);
  }

  private static void assertInOrder(List<Event> events, String... types) {
    List<String> all = events.stream().map(event -> event.fact().type()).toList();
    int from = all.indexOf(types[0]);
    List<String> after =
        all.subList(from, all.size()).stream().filter(type -> !type.endsWith("delta")).toList();
    assertEquals(List.of(types), after.subList(0, types.length), () -> "of " + all);
  }

  private static void print(String what, List<Long> delays) {
    delays.sort(null);
    System.out.printf("%s after %d to %d ms%n", what, delays.get(0), delays.get(delays.size() - 1));
  }
}
