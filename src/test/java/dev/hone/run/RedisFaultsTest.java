package dev.hone.run;

import static dev.hone.run.RunLogContract.fails;
import static dev.hone.run.RunLogContract.get;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.refinement.RunState.Status;
import dev.hone.run.redis.RedisRunLog;
import dev.hone.run.redis.RedisSettings;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pods come and go, connections break, Redis stops: no event is lost, doubled or renumbered. */
class RedisFaultsTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MANY = 300;

  private static RedisServer server;
  private static Vertx vertx;

  private final String prefix = "test:" + UUID.randomUUID() + ":";
  private final List<RedisRunLog> pods = new ArrayList<>();
  private final RedisRunLog here = pod(Duration.ofSeconds(10));

  @BeforeAll
  static void startRedis() {
    server = RedisServer.start();
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopRedis() {
    if (server != null) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
      server.close();
    }
  }

  @AfterEach
  void closePods() {
    pods.forEach(pod -> get(pod.close()));
  }

  // Leases

  @Test
  void letsAnotherPodClaimARunWhoseWorkerIsGone() {
    Vertx process = Vertx.vertx();
    RedisRunLog dying =
        new RedisRunLog(
            process, server.client(process), settings(Duration.ofSeconds(1)), Clock.systemUTC());
    RunLog.Lease lost = begin(dying, "r1");
    append(dying, lost, RunFacts.started());
    append(dying, lost, RunFacts.step(0, 3).subList(0, 3));
    process.close().toCompletionStage().toCompletableFuture().join();

    RunLog.Lease claimed = claimed(here, "r1");
    Event again = get(here.append(claimed, new Fact.RunStarted("pod-2", 2)));

    assertTrue(claimed.fence() > lost.fence());
    assertEquals(5 + 10_000, again.seq());
    assertEquals(5 + 10_001, get(here.append(claimed, RunFacts.delta(0, "x"))).seq());
    assertEquals(2, get(here.state("r1")).attempt());
  }

  /** A failover may lose the claim that gave a fence, and another pod then claims the run anew. */
  @Test
  void givesNoFenceTwiceWhereAClaimWasLost() {
    RunLog.Lease lease = begin(here, "r1");
    append(here, lease, RunFacts.started());
    expire("r1");
    RunLog.Lease lost = claimed(pod(Duration.ofSeconds(10)), "r1");
    server.call("HSET", prefix + "fences", "r1", Long.toString(lease.fence()));
    expire("r1");

    RunLog.Lease claimed = claimed(here, "r1");

    assertTrue(claimed.fence() > lost.fence());
  }

  @Test
  void goesOnWithAllOthersWhereOneRunCantBeRead() {
    RedisRunLog leaving = pod(Duration.ofSeconds(10));
    for (String run : List.of("r1", "r2", "r3")) {
      append(leaving, begin(leaving, run), RunFacts.started());
    }
    get(leaving.close());
    server.call("XADD", prefix + "run:r2:log", "9-0", "f", "no JSON", "a", "0");

    List<RunLog.Lease> claimed = new ArrayList<>();
    await().until(() -> claimed.addAll(get(here.claim(10))) && claimed.size() >= 2);

    assertEquals(List.of("r1", "r3"), claimed.stream().map(RunLog.Lease::run).sorted().toList());
  }

  @Test
  void refusesTheLateAppendOfAWorkerThatWasTakenOver() {
    RedisRunLog slow = pod(Duration.ofSeconds(10));
    RunLog.Lease old = begin(slow, "r1");
    append(slow, old, RunFacts.started());
    AssertSubscriber<Event> worker = listen(slow, old);
    expire("r1");
    RunLog.Lease claimed = claimed(here, "r1");
    append(here, claimed, new Fact.RunStarted("pod-2", 2));

    fails(RunLogFailure.LeaseLost.class, slow.append(old, RunFacts.completed()));

    append(here, claimed, RunFacts.completed());
    worker.awaitCompletion(LONG);
    assertEquals(1, terminals(readAll(here, "r1", 0)));
  }

  @Test
  void keepsTheLeaseOfARunWhoseModelIsSilent() {
    RedisRunLog silent = pod(Duration.ofMillis(300));
    RunLog.Lease lease = begin(silent, "r1");

    await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> get(here.claim(10)).isEmpty());

    append(silent, lease, RunFacts.started());
  }

  @Test
  void givesARunUpWhenItsWorkerStopsListening() {
    RunLog.Lease lease = begin(here, "r1");
    append(here, lease, RunFacts.started());

    listen(here, lease).cancel();

    assertTrue(claimed(pod(Duration.ofSeconds(10)), "r1").fence() > lease.fence());
  }

  @Test
  void givesItsRunsUpWhenItIsClosed() {
    RedisRunLog leaving = pod(Duration.ofSeconds(10));
    begin(leaving, "r1");

    get(leaving.close());

    claimed(here, "r1");
  }

  @Test
  void claimsNoRunThatHasEndedAndNoneTwice() {
    RedisRunLog leaving = pod(Duration.ofSeconds(10));
    append(leaving, begin(leaving, "r1"), RunFacts.completed());
    List.of("r2", "r3", "r4").forEach(run -> begin(leaving, run));
    get(leaving.close());

    List<RunLog.Lease> two = get(here.claim(2));
    List<RunLog.Lease> rest = get(pod(Duration.ofSeconds(10)).claim(9));

    assertEquals(List.of("r2", "r3"), two.stream().map(RunLog.Lease::run).toList());
    assertEquals(List.of("r4"), rest.stream().map(RunLog.Lease::run).toList());
  }

  @Test
  void goesOnFromTheFoldThatTheFirstPodHad() {
    RedisRunLog leaving = pod(Duration.ofSeconds(10));
    RunLog.Lease lease = begin(leaving, "r1");
    List<Event> live = new ArrayList<>(readAll(leaving, "r1", 0));
    List<Fact> facts = RunFacts.troubled();
    facts.subList(0, facts.size() - 1).forEach(f -> live.add(get(leaving.append(lease, f))));
    get(leaving.close());

    RunLog.Lease claimed = claimed(here, "r1");
    live.add(get(here.append(claimed, new Fact.RunStarted("pod-2", 2))));
    live.add(
        get(
            here.append(
                claimed, new Fact.CandidateDiscarded(2, Fact.CandidateDiscardReason.TAKEOVER))));
    for (Fact fact : RunFacts.step(2, 3)) {
      live.add(get(here.append(claimed, fact)));
    }

    assertEquals(RunState.of(live), get(here.state("r1")));
  }

  // Across pods

  @Test
  void tellsTheWorkerWhatWasAskedOnAnotherPod() {
    RunLog.Lease lease = begin(here, "r1");
    AssertSubscriber<Event> heard = listen(here, lease);
    RedisRunLog other = pod(Duration.ofSeconds(10));

    get(other.request("r1", state -> RunFacts.steering("shorter")));
    append(here, lease, RunFacts.started());
    get(other.request("r1", state -> state.state().cancelled("bob")));

    heard.awaitCompletion(LONG);
    assertEquals(
        List.of("steering.received", "run.cancelled"),
        heard.getItems().stream().map(event -> event.fact().type()).toList());
    fails(RunLogFailure.Ended.class, here.append(lease, RunFacts.delta(0, "late")));
  }

  @Test
  void showsWatchersOnAnotherPodEachEventOnceWhileItsNewsAreCutOff() {
    RunLog.Lease lease = begin(here, "r1");
    AssertSubscriber<List<Entry>> watcher = follow(pod(Duration.ofSeconds(10)), "r1");
    append(here, lease, RunFacts.started());
    append(here, lease, new Fact.CandidateStarted(0, 0, null));

    for (int i = 0; i < MANY; i++) {
      append(here, lease, RunFacts.delta(0, i + " "));
      if (i % 50 == 25) {
        server.call("CLIENT", "KILL", "TYPE", "pubsub");
      }
    }
    await().atMost(LONG).until(() -> texts(events(watcher)).equals(numbers(MANY)));
    append(here, lease, RunFacts.completed());

    watcher.awaitCompletion(LONG);
    List<Event> seen = events(watcher);
    assertEquals(numbers(MANY), texts(seen));
    assertEquals(seqs(seen).stream().sorted().distinct().toList(), seqs(seen));
  }

  @Test
  void wakesWatchersOnAnotherPodWithoutWaitingForTheNextCheck() {
    RunLog.Lease lease = begin(here, "r1");
    RedisRunLog other = pod(Duration.ofSeconds(10));
    get(other.next("r1", 0));
    UniAssertSubscriber<List<Entry>> waiting =
        other.next("r1", 1).subscribe().withSubscriber(UniAssertSubscriber.create());

    append(here, lease, RunFacts.started());

    assertEquals(2, waiting.awaitItem(LONG).getItem().get(0).event().seq());
  }

  @Test
  void forgetsOnAllPodsWhatIsErasedOnOne() {
    RunLog.Lease lease = begin(here, "r1");
    AssertSubscriber<Event> worker = listen(here, lease);
    RedisRunLog other = pod(Duration.ofSeconds(10));
    UniAssertSubscriber<List<Entry>> watcher =
        other.next("r1", 1).subscribe().withSubscriber(UniAssertSubscriber.create());

    get(pod(Duration.ofSeconds(10)).erase("r1"));

    worker.awaitCompletion(LONG);
    watcher.awaitFailure(LONG);
    fails(RunLogFailure.NotFound.class, here.append(lease, RunFacts.started()));
  }

  @Test
  void leavesNoKeyOfARunThatIsErased() {
    RunLog.Lease lease = begin(here, "r1");
    append(here, lease, RunFacts.troubled());
    append(here, begin(here, "r2"), RunFacts.started());
    append(here, get(create(here, "r3", "key")), RunFacts.started());
    append(here, get(create(here, "r4", "ended")), RunFacts.completed());

    List.of("r1", "r2", "r3", "r4").forEach(run -> get(here.erase(run)));

    assertTrue(hasNoRun(), server.call("KEYS", prefix + "*"));
  }

  @Test
  void keepsNoDeltasOfStepsThatAreCompleteInTheStream() {
    RunLog.Lease lease = begin(here, "r1");

    append(here, lease, RunFacts.troubled());

    assertEquals(":15\r\n", server.call("XLEN", prefix + "run:r1:log"));
  }

  @Test
  void hasRedisItselfDropAnEndedRunShouldNoPodBeThereToDoIt() {
    RunLog.Lease lease = begin(here, "r1");
    append(here, lease, RunFacts.completed());
    append(here, get(create(here, "r2", "key")), RunFacts.completed());
    String once = server.call("HGET", prefix + "run:r2", "once").lines().skip(1).findFirst().get();

    for (String key : List.of("run:r1", "run:r1:log", once.substring(prefix.length()))) {
      long seconds = Long.parseLong(server.call("TTL", prefix + key).substring(1).trim());
      assertTrue(seconds > Duration.ofDays(7).toSeconds(), key + " goes in " + seconds);
    }
  }

  @Test
  void listsRunsAsTheyStandWithoutTheirTexts() {
    RunLog.Lease lease = begin(here, "r1");
    append(here, lease, RunFacts.started());
    append(here, lease, RunFacts.step(0, 2));
    RunState running = get(here.list(new RunLog.Listing("ann", null, null, 1))).runs().get(0);
    RunState wholeThen = get(here.state("r1"));
    append(here, lease, RunFacts.completed());
    RunState ended = get(here.list(new RunLog.Listing("ann", null, null, 1))).runs().get(0);

    RunState whole = get(here.state("r1"));
    assertEquals(0, running.state().best());
    assertEquals(0.5, running.state().bestCandidate().score());
    assertEquals(wholeThen.state().used(), running.state().usage());
    assertEquals(Status.COMPLETED, ended.status());
    assertEquals(whole.createdAt(), ended.createdAt());
    assertEquals(whole.startedAt(), ended.startedAt());
    assertEquals(whole.endedAt(), ended.endedAt());
    assertEquals(whole.lastSeq(), ended.lastSeq());
    assertEquals(whole.metadata(), ended.metadata());
    assertEquals(1.0, ended.state().terminal().score());
    assertEquals(null, ended.state().terminal().content());
  }

  // Faults

  @Test
  void losesAndDoublesNothingWhileConnectionsAreKilledUnderAppends() {
    RunLog.Lease lease = begin(here, "r1");
    append(here, lease, RunFacts.started());
    append(here, lease, new Fact.CandidateStarted(0, 0, null));
    Map<Long, Event> answered = new HashMap<>();

    for (int i = 0; i < MANY; i++) {
      UniAssertSubscriber<Event> append =
          here.append(lease, RunFacts.delta(0, i + " "))
              .subscribe()
              .withSubscriber(UniAssertSubscriber.create());
      if (i % 30 == 15) {
        server.call("CLIENT", "KILL", "TYPE", "normal");
      }
      Event event = append.awaitItem(LONG).getItem();
      answered.put(event.seq(), event);
    }

    assertEquals(
        LongStream.rangeClosed(4, MANY + 3).boxed().toList(),
        answered.keySet().stream().sorted().toList());
    assertEquals(numbers(MANY), texts(readAll(here, "r1", 0)));
    List<Event> fresh = readAll(pod(Duration.ofSeconds(10)), "r1", 0);
    assertEquals(numbers(MANY), texts(fresh));
  }

  @Test
  void hidesNothingFromWatchersWhereTheAnswersToRequestsAreLost() {
    RunLog.Lease lease = begin(here, "r1");
    append(here, lease, RunFacts.started());
    append(here, lease, new Fact.CandidateStarted(0, 0, null));
    RedisRunLog hasty = pod(Duration.ofSeconds(10), Duration.ofSeconds(1));
    AssertSubscriber<List<Entry>> watcher = follow(hasty, "r1");
    await().atMost(LONG).until(() -> events(watcher).size() == 3);

    for (int i = 0; i < 5; i++) {
      String wish = "wish " + i;
      CompletableFuture<Event> delta = new CompletableFuture<>();
      Uni<Event> request =
          hasty.request(
              "r1",
              state -> { // it has been read, and what follows gets no answer
                if (!delta.isDone()) {
                  server.sleep(Duration.ofMillis(1300));
                  here.append(lease, RunFacts.delta(0, wish))
                      .subscribe()
                      .with(delta::complete, delta::completeExceptionally);
                }
                return RunFacts.steering(wish);
              });
      request.subscribe().withSubscriber(UniAssertSubscriber.create()).awaitItem(LONG);
      delta.join();
    }

    List<Event> all = readAll(here, "r1", 0);
    assertEquals(IntStream.range(0, 5).mapToObj(i -> "wish " + i).toList(), wishes(all));
    await().atMost(LONG).until(() -> last(watcher) == last(all));
    assertEquals(texts(all), texts(events(watcher)));
    assertEquals(wishes(all), wishes(events(watcher)));
  }

  @Test
  void waitsOutARedisThatIsDeaf() {
    RedisRunLog hasty = pod(Duration.ofSeconds(10), Duration.ofMillis(500));
    RunLog.Lease lease = begin(hasty, "r1");
    append(hasty, lease, RunFacts.started());
    append(hasty, lease, new Fact.CandidateStarted(0, 0, null));
    server.sleep(Duration.ofSeconds(3));

    IntStream.range(0, 20).forEach(i -> append(hasty, lease, RunFacts.delta(0, i + " ")));

    assertEquals(numbers(20), texts(readAll(hasty, "r1", 0)));
    assertEquals(23, get(hasty.head("r1")).lastSeq());
  }

  @Test
  void goesOnWhenRedisWasRestarted() {
    RedisRunLog other = pod(Duration.ofSeconds(10));
    RunLog.Lease lease = begin(here, "r1");
    AssertSubscriber<List<Entry>> watcher = follow(other, "r1");
    AssertSubscriber<Event> heard = listen(here, lease);
    append(here, lease, RunFacts.started());
    append(here, lease, new Fact.CandidateStarted(0, 0, null));
    IntStream.range(0, 50).forEach(i -> append(here, lease, RunFacts.delta(0, i + " ")));

    server.kill();
    UniAssertSubscriber<Event> patient =
        here.append(lease, RunFacts.delta(0, "50 "))
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());
    await().atMost(LONG).until(() -> !here.isAvailable());
    server.launch();
    patient.awaitItem(LONG);
    IntStream.range(51, 100).forEach(i -> append(here, lease, RunFacts.delta(0, i + " ")));
    await().atMost(LONG).until(other::isAvailable);
    get(other.request("r1", state -> RunFacts.steering("shorter")));
    await().atMost(LONG).until(() -> texts(events(watcher)).equals(numbers(100)));
    append(here, lease, RunFacts.completed());

    watcher.awaitCompletion(LONG);
    heard.awaitCompletion(LONG);
    assertEquals(1, heard.getItems().size());
    List<Event> seen = events(watcher);
    assertEquals(numbers(100), texts(seen));
    assertEquals(seqs(seen).stream().sorted().distinct().toList(), seqs(seen));
    assertEquals(Status.COMPLETED, get(here.state("r1")).status());
  }

  @Test
  void writesAgainWhatAFailoverLost() {
    RedisRunLog other = pod(Duration.ofSeconds(10));
    RunLog.Lease lease = begin(here, "r1");
    AssertSubscriber<List<Entry>> watcher = follow(other, "r1");
    append(here, lease, RunFacts.started());
    append(here, lease, RunFacts.step(0, 3).subList(0, 2));
    server.call("COPY", prefix + "run:r1", prefix + "old");
    server.call("COPY", prefix + "run:r1:log", prefix + "old:log");
    append(here, lease, RunFacts.step(0, 3).subList(2, 6));
    get(other.request("r1", state -> RunFacts.steering("shorter")));
    await().atMost(LONG).until(() -> events(watcher).size() == 9);

    server.call("COPY", prefix + "old", prefix + "run:r1", "REPLACE");
    server.call("COPY", prefix + "old:log", prefix + "run:r1:log", "REPLACE");
    append(here, lease, RunFacts.step(0, 3).subList(6, 10));
    get(other.request("r1", state -> RunFacts.steering("in French")));
    append(here, lease, RunFacts.completed());

    watcher.awaitCompletion(LONG);
    List<Event> seen = events(watcher);
    assertEquals(LongStream.rangeClosed(1, 15).boxed().toList(), seqs(seen));
    assertEquals(RunState.of(seen), get(here.state("r1")));
    Map<Long, Fact> first = new HashMap<>();
    seen.forEach(event -> first.put(event.seq(), event.fact()));
    readAll(pod(Duration.ofSeconds(10)), "r1", 0)
        .forEach(event -> assertEquals(first.get(event.seq()), event.fact()));
  }

  /** Other pods' watchers may have seen some of them. */
  @Test
  void writesEachLostDeltaAgainOnItsOwn() {
    RunLog.Lease lease = begin(here, "r1");
    append(here, lease, RunFacts.started());
    append(here, lease, RunFacts.step(0, 3).subList(0, 1));
    server.call("COPY", prefix + "run:r1", prefix + "old");
    server.call("COPY", prefix + "run:r1:log", prefix + "old:log");
    append(here, lease, RunFacts.step(0, 3).subList(1, 4));

    server.call("COPY", prefix + "old", prefix + "run:r1", "REPLACE");
    server.call("COPY", prefix + "old:log", prefix + "run:r1:log", "REPLACE");
    append(here, lease, RunFacts.delta(0, "w3 "));

    RedisRunLog other = pod(Duration.ofSeconds(10));
    assertEquals("w0 w1 w2 w3 ", texts(readAll(other, "r1", 3)));
    assertEquals("w2 w3 ", texts(readAll(other, "r1", 5)));
  }

  @Test
  void waitsOutAPrimaryThatHasLostItsReplicas() {
    RunLog.Lease lease = begin(here, "r1");
    server.call("CONFIG", "SET", "min-replicas-to-write", "1");
    UniAssertSubscriber<Event> waiting;
    try {
      waiting =
          here.append(lease, RunFacts.started())
              .subscribe()
              .withSubscriber(UniAssertSubscriber.create());

      fails(RunLogFailure.Unavailable.class, here.create("r2", "ann", RunFacts.created()));
      waiting.assertNotTerminated();
    } finally {
      server.call("CONFIG", "SET", "min-replicas-to-write", "0");
    }

    assertEquals(2, waiting.awaitItem(LONG).getItem().seq());
    fails(RunLogFailure.NotFound.class, here.head("r2"));
  }

  @Test
  void goesOnWithARunWhoseEndAFailoverLost() {
    RedisRunLog other = pod(Duration.ofSeconds(10));
    RunLog.Lease lease = begin(here, "r1");
    append(here, lease, RunFacts.started());
    append(here, lease, RunFacts.step(0, 3));
    server.call("COPY", prefix + "run:r1", prefix + "old");
    server.call("COPY", prefix + "run:r1:log", prefix + "old:log");
    append(here, lease, RunFacts.completed());
    List<RedisRunLog> both = List.of(here, other);
    List<List<Event>> seen =
        both.stream().map(pod -> events(follow(pod, "r1").awaitCompletion(LONG))).toList();

    server.call("COPY", prefix + "old", prefix + "run:r1", "REPLACE");
    server.call("COPY", prefix + "old:log", prefix + "run:r1:log", "REPLACE");
    server.call("HSET", prefix + "fences", "r1", "" + lease.fence());
    expire("r1");
    RunLog.Lease again = claimed(here, "r1");
    append(here, again, new Fact.RunStarted("pod-2", 2));
    append(here, again, RunFacts.completed());

    for (RedisRunLog pod : both) {
      List<Event> late = events(follow(pod, "r1").awaitCompletion(LONG));
      assertEquals(RunState.of(late), get(pod.state("r1")));
      assertTrue(late.get(late.size() - 1).seq() > 10_000, late::toString);
      assertEquals(1, terminals(late));
    }
    assertEquals(seen.get(0), seen.get(1));
  }

  @Test
  void saysThatItIsUnavailableWhileRedisIsAway() {
    RunLog.Lease lease = begin(here, "r1");
    UniAssertSubscriber<List<Entry>> watcher =
        here.next("r1", 1).subscribe().withSubscriber(UniAssertSubscriber.create());
    RedisRunLog impatient =
        pod(Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(1));
    RunLog.Lease its = begin(impatient, "r2");
    server.kill();
    try {
      await().atMost(LONG).until(() -> !impatient.isAvailable());

      fails(RunLogFailure.Unavailable.class, impatient.append(its, RunFacts.started()));
      fails(RunLogFailure.Unavailable.class, impatient.create("r3", "ann", RunFacts.created()));
      fails(RunLogFailure.Unavailable.class, impatient.state("r2"));
      fails(
          RunLogFailure.Unavailable.class,
          impatient.request("r2", state -> RunFacts.steering("x")));
      watcher.assertNotTerminated();
    } finally {
      server.launch();
    }
    await().atMost(LONG).until(() -> here.isAvailable() && impatient.isAvailable());
    append(here, lease, RunFacts.started());
    append(impatient, its, RunFacts.started());
    watcher.awaitItem(LONG);
    fails(RunLogFailure.NotFound.class, impatient.head("r3"));
  }

  @Test
  void leavesRunsToThoseWhoHeldThemWhenRedisComesBackAfterLongerThanALease() {
    RedisRunLog holder = pod(Duration.ofSeconds(2));
    RunLog.Lease lease = begin(holder, "r1");
    RedisRunLog other = pod(Duration.ofSeconds(2));
    get(other.head("r1"));

    server.sleep(Duration.ofMillis(2500));

    assertEquals(List.of(), claimAfterOutage(other));
    append(holder, lease, RunFacts.started());
  }

  @Test
  void mergesDeltasThatWaitForAnAppendUnderWay() {
    RunLog.Lease lease = begin(here, "r1");
    append(here, lease, RunFacts.started());
    append(here, lease, new Fact.CandidateStarted(0, 0, null));
    server.sleep(Duration.ofMillis(500));

    List<UniAssertSubscriber<Event>> appends =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    here.append(lease, RunFacts.delta(0, i + " "))
                        .subscribe()
                        .withSubscriber(UniAssertSubscriber.create()))
            .toList();
    List<Long> seqs =
        appends.stream().map(append -> append.awaitItem(LONG).getItem().seq()).toList();

    assertEquals(seqs.stream().sorted().toList(), seqs);
    assertTrue(get(here.head("r1")).lastSeq() < 10, "last seq " + get(here.head("r1")).lastSeq());
    assertEquals(numbers(100), texts(readAll(here, "r1", 0)));
  }

  @Test
  void erasesARunWhoseCallerWasToldThatItCouldNotBeCreated() {
    RedisRunLog hasty = pod(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(20));
    get(hasty.list(new RunLog.Listing("ann", null, null, 1)));
    server.sleep(Duration.ofMillis(1300));

    fails(RunLogFailure.Unavailable.class, hasty.create("r9", "ann", RunFacts.created()));

    await().during(Duration.ofSeconds(2)).atMost(LONG).until(this::hasNoRun);
  }

  @Test
  void leavesARunWhoseCallerFindsItByItsKey() {
    RedisRunLog hasty = pod(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(20));
    get(hasty.list(new RunLog.Listing("ann", null, null, 1)));
    server.sleep(Duration.ofMillis(1300));

    fails(RunLogFailure.Unavailable.class, create(hasty, "r9", "key"));

    RunLog.Lease claimed = claimed(here, "r9");
    RunLogFailure.Repeated repeated =
        assertThrows(RunLogFailure.Repeated.class, () -> get(create(here, "r10", "key")));
    assertEquals("r9", repeated.first().run());
    append(here, claimed, RunFacts.completed());
  }

  @Test
  void beginsOneRunForAKeyHoweverManyPodsAreAsked() {
    RedisRunLog other = pod(Duration.ofSeconds(10));
    List<UniAssertSubscriber<RunLog.Lease>> calls =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    create(i % 2 == 0 ? here : other, "r" + i, "key")
                        .subscribe()
                        .withSubscriber(UniAssertSubscriber.create()))
            .toList();

    await().atMost(LONG).until(() -> calls.stream().allMatch(RedisFaultsTest::isDone));

    assertEquals(1, calls.stream().filter(call -> call.getItem() != null).count());
    assertEquals(
        99, calls.stream().filter(c -> c.getFailure() instanceof RunLogFailure.Repeated).count());
    assertEquals(1, get(here.list(new RunLog.Listing("ann", null, null, 99))).runs().size());
  }

  // Words of the tests above

  private static boolean isDone(UniAssertSubscriber<?> call) {
    return call.getItem() != null || call.getFailure() != null;
  }

  private static Uni<RunLog.Lease> create(RunLog log, String run, String key) {
    return log.create(run, "ann", RunFacts.created(), new RunLog.Once(key, "print"));
  }

  private RedisRunLog pod(Duration lease) {
    return pod(lease, Duration.ofSeconds(5));
  }

  private RedisRunLog pod(Duration lease, Duration timeout) {
    return pod(lease, timeout, LONG);
  }

  private RedisRunLog pod(Duration lease, Duration timeout, Duration patience) {
    RedisSettings settings =
        new RedisSettings(prefix, lease, timeout, patience, Duration.ofDays(7), 1000);
    RedisRunLog pod = new RedisRunLog(vertx, server.client(vertx), settings, Clock.systemUTC());
    pods.add(pod);
    return pod;
  }

  private RedisSettings settings(Duration lease) {
    return new RedisSettings(prefix, lease, Duration.ofSeconds(5), LONG, Duration.ofDays(7), 1000);
  }

  /** The one key that is left is of no run. */
  /** What an owner has used today is no trace of a run. */
  private boolean hasNoRun() {
    return server
        .call("KEYS", prefix + "*")
        .lines()
        .filter(line -> line.startsWith(prefix))
        .allMatch(key -> key.equals(prefix + "pulse") || key.startsWith(prefix + "used:tokens:"));
  }

  /** As if its holder had been silent for a lease. */
  private void expire(String run) {
    server.call("ZADD", prefix + "leases", "0", run);
  }

  /** As a pod claims again and again. */
  private static RunLog.Lease claimed(RedisRunLog pod, String run) {
    List<RunLog.Lease> claimed = new ArrayList<>();
    await().atMost(LONG).until(() -> claimed.addAll(get(pod.claim(10))) && claimed.size() == 1);
    assertEquals(run, claimed.get(0).run());
    return claimed.get(0);
  }

  private static List<RunLog.Lease> claimAfterOutage(RedisRunLog pod) {
    List<RunLog.Lease> claimed = new ArrayList<>();
    await()
        .during(Duration.ofSeconds(4))
        .atMost(LONG)
        .until(() -> claimed.addAll(get(pod.claim(10))) || claimed.isEmpty());
    return claimed;
  }

  private static RunLog.Lease begin(RunLog log, String run) {
    return get(log.create(run, "ann", RunFacts.created()));
  }

  private static void append(RunLog log, RunLog.Lease lease, Fact fact) {
    log.append(lease, fact).await().atMost(LONG);
  }

  private static void append(RunLog log, RunLog.Lease lease, List<Fact> facts) {
    facts.forEach(fact -> append(log, lease, fact));
  }

  private static AssertSubscriber<Event> listen(RunLog log, RunLog.Lease lease) {
    Multi<Event> requests = log.requests(lease);
    return requests.subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private static AssertSubscriber<List<Entry>> follow(RunLog log, String run) {
    return Pull.after(0, position -> log.next(run, position))
        .subscribe()
        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private static List<Event> readAll(RunLog log, String run, long after) {
    long last = get(log.head(run)).lastSeq();
    List<Event> read = new ArrayList<>();
    long position = after;
    while (position < last) {
      for (Entry entry : get((Uni<List<Entry>>) log.next(run, position))) {
        read.add(entry.event());
        position = entry.event().seq();
      }
    }
    return read;
  }

  private static List<Event> events(AssertSubscriber<List<Entry>> reader) {
    return reader.getItems().stream().flatMap(List::stream).map(Entry::event).toList();
  }

  private static long last(AssertSubscriber<List<Entry>> watcher) {
    return last(events(watcher));
  }

  private static long last(List<Event> events) {
    return events.get(events.size() - 1).seq();
  }

  private static List<String> wishes(List<Event> events) {
    return events.stream()
        .filter(event -> event.fact() instanceof Fact.SteeringReceived)
        .map(event -> ((Fact.SteeringReceived) event.fact()).text())
        .toList();
  }

  private static String texts(List<Event> events) {
    return events.stream()
        .map(Event::fact)
        .filter(Fact.Delta.class::isInstance)
        .map(fact -> ((Fact.Delta) fact).text())
        .reduce("", String::concat);
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> i + " ").reduce("", String::concat);
  }

  private static List<Long> seqs(List<Event> events) {
    return events.stream().map(Event::seq).toList();
  }

  private static long terminals(List<Event> events) {
    return events.stream().filter(Event::isTerminal).count();
  }
}
