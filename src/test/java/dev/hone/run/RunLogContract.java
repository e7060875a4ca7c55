package dev.hone.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.refinement.RunState.Status;
import dev.hone.refinement.State;
import dev.hone.refinement.StopReason;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link RunLog} promises; each adapter's test extends it. */
public abstract class RunLogContract {

  protected static final Duration SOON = Duration.ofSeconds(10);

  protected final SettableClock clock = new SettableClock();
  protected RunLog log;

  /** A fresh, empty log. */
  protected abstract RunLog create(Clock clock, Duration age, int endedRuns);

  /** Where the log counts what runs use. */
  protected abstract Ledger ledger();

  /** How many readers the log knows to be waiting for a run. */
  protected abstract int waiting(String run);

  @BeforeEach
  protected void createLog() {
    log = create(clock, Duration.ofDays(7), 3);
  }

  // Numbers and order

  @Test
  void numbersEventsFromOneWithoutGaps() {
    List<Fact> facts = RunFacts.troubled();

    List<Event> read = keepUp("r1", facts);

    assertEquals(LongStream.rangeClosed(1, facts.size() + 1).boxed().toList(), seqs(read));
    assertEquals(facts.size() + 1, get(log.head("r1")).lastSeq());
  }

  @Test
  void beginsWithRunCreatedAndHidesTheOwner() {
    begin("r1");

    Event first = readAll("r1", 0).get(0);

    assertEquals(new Event("r1", 1, clock.instant(), RunFacts.created()), first);
    assertEquals(new RunLog.Head("r1", "ann", 1, false), get(log.head("r1")));
  }

  @Test
  void stampsEventsWithTheTimeOfTheirAppendToTheMillisecond() {
    RunLog.Lease lease = begin("r1");
    clock.advance(Duration.ofNanos(1_999_999));

    Event event = get(log.append(lease, RunFacts.started()));

    assertEquals(clock.instant().toEpochMilli(), event.at().toEpochMilli());
    assertEquals(0, event.at().getNano() % 1_000_000);
  }

  @Test
  void doesNothingBeforeACallIsSubscribed() {
    RunLog.Lease lease = begin("r1");

    log.append(lease, RunFacts.started());
    log.request("r1", state -> RunFacts.steering("shorter"));
    log.erase("r1");

    assertEquals(1, get(log.head("r1")).lastSeq());
  }

  @Test
  void keepsOneOrderWhenWorkerAndRequestersAppendAtOnce() {
    RunLog.Lease lease = begin("r1");
    AssertSubscriber<List<Entry>> reader = follow("r1", 0);

    CompletableFuture<?> worker =
        CompletableFuture.runAsync(
            () -> IntStream.range(0, 500).forEach(i -> append(lease, RunFacts.delta(0, i + " "))));
    List<CompletableFuture<?>> requesters =
        IntStream.range(0, 3)
            .<CompletableFuture<?>>mapToObj(
                who ->
                    CompletableFuture.runAsync(
                        () ->
                            IntStream.range(0, 100)
                                .forEach(i -> request("r1", RunFacts.steering(who + ":" + i)))))
            .toList();
    worker.join();
    requesters.forEach(CompletableFuture::join);
    append(lease, RunFacts.completed());
    reader.awaitCompletion(SOON);

    List<Event> read = events(reader);
    assertEquals(802, get(log.head("r1")).lastSeq());
    assertEquals(seqs(read).stream().sorted().distinct().toList(), seqs(read));
    assertEquals(
        IntStream.range(0, 500).mapToObj(i -> i + " ").reduce("", String::concat),
        texts(read, Fact.CandidateDelta.class));
    assertEquals(300, read.stream().filter(e -> e.fact() instanceof Fact.SteeringReceived).count());
    assertEquals(get(log.state("r1")).state().steering(), RunState.of(read).state().steering());
  }

  @Test
  void hurtsNoOtherRunByAFactThatCannotBeTaken() {
    RunLog.Lease broken = begin("r1");
    RunLog.Lease sound = begin("r2");
    append(broken, RunFacts.started());

    UniAssertSubscriber<Event> refused =
        log.append(broken, written(0, null))
            .subscribe()
            .withSubscriber(new UniAssertSubscriber<>());
    UniAssertSubscriber<Event> taken =
        log.append(sound, RunFacts.started())
            .subscribe()
            .withSubscriber(new UniAssertSubscriber<>());

    refused.awaitFailure(SOON);
    taken.awaitItem(SOON);
    assertEquals(2, get(log.head("r1")).lastSeq());
    assertEquals(3, get(log.append(broken, RunFacts.completed())).seq());
  }

  // The end

  @Test
  void refusesAnAppendAfterSomeoneElseEndedTheRun() {
    RunLog.Lease lease = begin("r1");
    get(log.request("r1", state -> state.state().cancelled("bob")));

    fails(RunLogFailure.Ended.class, log.append(lease, RunFacts.started()));

    assertEquals(2, get(log.head("r1")).lastSeq());
  }

  @Test
  void refusesARequestAfterTheEnd() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.completed());

    fails(RunLogFailure.Ended.class, log.request("r1", s -> s.state().cancelled("bob")));

    assertTrue(get(log.head("r1")).ended());
    assertEquals(Status.COMPLETED, get(log.state("r1")).status());
  }

  @Test
  void refusesAWorkerWhoseLeaseIsAnothers() {
    RunLog.Lease lease = begin("r1");

    fails(
        RunLogFailure.LeaseLost.class,
        log.append(new RunLog.Lease("r1", lease.fence() - 1), RunFacts.started()));
  }

  @Test
  void refusesTheEndOfAWorkerThatHasNotHeardWhatOthersSaid() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.step(0, 2));
    long steered = get(log.request("r1", state -> RunFacts.steering("shorter"))).seq();
    long own = get(log.append(lease, RunFacts.started())).seq();

    fails(RunLogFailure.Unheard.class, log.append(lease, RunFacts.completed(), steered - 1));

    assertEquals(own, get(log.head("r1")).lastSeq());
    assertEquals(own + 1, get(log.append(lease, RunFacts.completed(), steered)).seq());
  }

  @Test
  void takesAnEndWhereNobodyElseHasSaidAnything() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.step(0, 2));

    assertTrue(get(log.append(lease, RunFacts.completed(), 1)).isTerminal());
  }

  @Test
  void goesOnForAWorkerThatHeardLater() {
    RunLog.Lease lease = begin("r1");
    long steered = get(log.request("r1", state -> RunFacts.steering("shorter"))).seq();
    fails(RunLogFailure.Unheard.class, log.append(lease, RunFacts.completed(), 1));

    append(lease, RunFacts.step(0, 2));

    assertTrue(get(log.append(lease, RunFacts.completed(), steered)).isTerminal());
  }

  @Test
  void makesARequestFromTheStateAsOfTheAppend() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.step(0, 2));

    Event end = get(log.request("r1", state -> state.state().cancelled("bob")));

    Fact.RunCancelled cancelled = assertInstanceOf(Fact.RunCancelled.class, end.fact());
    assertEquals("w0 w1 ", cancelled.content());
    assertEquals(0, cancelled.best());
  }

  @Test
  void lastsThroughARequestThatCannotBeMade() {
    RunLog.Lease lease = begin("r1");

    Uni<Event> broken =
        log.request(
            "r1",
            state -> {
              throw new IllegalArgumentException("no such candidate");
            });

    assertEquals(
        "no such candidate",
        assertThrows(IllegalArgumentException.class, () -> get(broken)).getMessage());
    assertEquals(2, get(log.append(lease, RunFacts.started())).seq());
  }

  @Test
  void knowsNothingOfOtherRuns() {
    fails(RunLogFailure.NotFound.class, log.state("r1"));
    fails(RunLogFailure.NotFound.class, log.head("r1"));
    fails(RunLogFailure.NotFound.class, log.next("r1", 0));
    fails(RunLogFailure.NotFound.class, log.request("r1", s -> RunFacts.steering("x")));
    fails(RunLogFailure.NotFound.class, log.append(new RunLog.Lease("r1", 1), RunFacts.started()));
  }

  // What the worker hears

  @Test
  void tellsTheWorkerWhatOthersAppendedAndNothingOfItsOwn() {
    RunLog.Lease lease = begin("r1");
    request("r1", RunFacts.steering("before"));
    AssertSubscriber<Event> heard =
        log.requests(lease).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

    append(lease, RunFacts.started());
    request("r1", RunFacts.steering("shorter"));
    append(lease, RunFacts.delta(0, "x"));
    get(log.request("r1", state -> state.state().cancelled("bob")));

    heard.awaitCompletion(SOON);
    assertEquals(
        List.of("steering.received", "run.cancelled"),
        heard.getItems().stream().map(event -> event.fact().type()).toList());
    assertEquals(List.of(4L, 6L), seqs(heard.getItems()));
  }

  @Test
  void stopsTellingTheWorkerAfterItsOwnEnd() {
    RunLog.Lease lease = begin("r1");
    AssertSubscriber<Event> heard =
        log.requests(lease).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

    append(lease, RunFacts.completed());

    heard.awaitCompletion(SOON).assertHasNotReceivedAnyItem();
  }

  @Test
  void hasNothingToTellTheWorkerOfARunThatHasEnded() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.completed());

    AssertSubscriber<Event> heard =
        log.requests(lease).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

    heard.awaitCompletion(SOON).assertHasNotReceivedAnyItem();
  }

  // Giving up

  @Test
  void givesARunToWhoClaimsItOnceItsWorkerStopsListening() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.started());
    assertEquals(List.of(), get(log.claim(9)));

    listen(lease).cancel();
    RunLog.Lease claimed = claimed();

    assertEquals("r1", claimed.run());
    assertTrue(claimed.fence() > lease.fence());
    assertEquals(List.of(), get(log.claim(9)));
    fails(RunLogFailure.LeaseLost.class, log.append(lease, RunFacts.delta(0, "late")));
    append(claimed, RunFacts.completed());
    assertEquals(Status.COMPLETED, get(log.state("r1")).status());
  }

  @Test
  void givesARunUpAgainAndAgain() {
    RunLog.Lease lease = begin("r1");
    for (int i = 0; i < 5; i++) {
      listen(lease).cancel();
      RunLog.Lease next = claimed();
      fails(RunLogFailure.LeaseLost.class, log.append(lease, RunFacts.delta(0, "late")));
      append(next, RunFacts.delta(0, "x"));
      lease = next;
    }
  }

  @Test
  void givesNoRunUpThatIsAnotherWorkersAlready() {
    RunLog.Lease old = begin("r1");
    listen(old).cancel();
    RunLog.Lease claimed = claimed();
    AssertSubscriber<Event> worker = listen(claimed);

    listen(old).cancel();

    assertEquals(List.of(), get(log.claim(9)));
    append(claimed, RunFacts.completed());
    worker.awaitCompletion(SOON);
  }

  @Test
  void hasNothingToClaimOfARunThatEndedAfterItWasGivenUp() {
    listen(begin("r1")).cancel();
    listen(begin("r2")).cancel();
    get(log.request("r1", state -> state.state().cancelled("bob")));
    get(log.erase("r2"));

    assertEquals(List.of(), get(log.claim(9)));
  }

  // Reading

  @Test
  void givesAReaderThatKeepsUpEveryEvent() {
    List<Event> read = keepUp("r1", RunFacts.troubled());

    assertEquals(
        Stream.concat(Stream.of(RunFacts.created()), RunFacts.troubled().stream()).toList(),
        read.stream().map(Event::fact).toList());
  }

  @Test
  void hasAnEventInTheLogBeforeAReaderGetsIt() {
    RunLog.Lease lease = begin("r1");
    Uni<Long> lastSeqWhenRead =
        log.next("r1", 1).chain(() -> log.head("r1")).map(RunLog.Head::lastSeq);
    UniAssertSubscriber<Long> reader =
        lastSeqWhenRead.subscribe().withSubscriber(UniAssertSubscriber.create());

    append(lease, RunFacts.started());

    assertEquals(2, reader.awaitItem(SOON).getItem());
  }

  @Test
  void wakesEveryReaderThatWaits() {
    RunLog.Lease lease = begin("r1");
    List<UniAssertSubscriber<List<Entry>>> readers =
        IntStream.range(0, 100).mapToObj(i -> waitFor("r1", 1)).toList();
    readers.forEach(UniAssertSubscriber::assertNotTerminated);

    append(lease, RunFacts.started());

    readers.forEach(reader -> assertEquals(List.of(2L), seqsOf(reader.awaitItem(SOON).getItem())));
  }

  @Test
  void keepsAReaderThatIsAheadWaitingForWhatIsBeyondItsPosition() {
    RunLog.Lease lease = begin("r1");
    UniAssertSubscriber<List<Entry>> ahead = waitFor("r1", 3);

    append(lease, RunFacts.started());
    append(lease, RunFacts.delta(0, "a"));
    ahead.assertNotTerminated();
    append(lease, RunFacts.delta(0, "b"));

    assertEquals(List.of(4L), seqsOf(ahead.awaitItem(SOON).getItem()));
  }

  @Test
  void releasesAReaderThatIsAheadAtTheEndWithNothing() {
    RunLog.Lease lease = begin("r1");
    UniAssertSubscriber<List<Entry>> ahead = waitFor("r1", Long.MAX_VALUE);

    append(lease, RunFacts.completed());

    assertEquals(List.of(), ahead.awaitItem(SOON).getItem());
  }

  @Test
  void hasNothingAfterTheEnd() {
    append(begin("r1"), RunFacts.completed());

    assertEquals(List.of(), get(log.next("r1", 2)));
    assertEquals(List.of(), get(log.next("r1", 99)));
  }

  @Test
  void losesAndRepeatsNothingWhereverAReaderIsCutAndWheneverItComesBack() {
    RunLog.Lease lease = begin("r1");
    List<Event> live = new ArrayList<>(readAll("r1", 0));

    for (Fact fact : RunFacts.troubled()) {
      live.add(get(log.append(lease, fact)));
      Transcript whole = Transcript.of(live);
      for (int cut = 1; cut <= live.size(); cut++) {
        List<Event> read = new ArrayList<>(live.subList(0, cut));
        read.addAll(readAll("r1", cut));

        assertEquals(whole, Transcript.of(read), "cut after " + cut + ", back at " + live.size());
        assertEquals(seqs(read).stream().sorted().distinct().toList(), seqs(read));
      }
    }
  }

  @Test
  void givesALateReaderTheTextSoFarAsOneDeltaWithTheNumberOfItsLast() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.started());
    append(lease, RunFacts.step(0, 500).subList(0, 401));

    List<Event> read = readAll("r1", 0);

    assertEquals(4, read.size());
    assertEquals(403, read.get(3).seq());
    String text = ((Fact.CandidateDelta) read.get(3).fact()).text();
    assertTrue(text.startsWith("w0 w1 ") && text.endsWith("w398 w399 "), text);
  }

  @Test
  void mergesOnlyDeltasThatAreOneText() {
    RunLog.Lease lease = begin("r1");
    append(lease, new Fact.ThinkingDelta(0, "a"));
    append(lease, new Fact.ThinkingDelta(0, "b"));
    append(lease, RunFacts.delta(0, "c"));
    request("r1", RunFacts.steering("shorter"));
    append(lease, RunFacts.delta(0, "d"));
    append(lease, new Fact.FeedbackDelta(0, "e", "x"));
    append(lease, new Fact.FeedbackDelta(0, "f", "y"));
    append(lease, new Fact.FeedbackDelta(0, "g", "y"));

    // A log far away may tell of 8 before it hears of 9: then the next reader gets them as one.
    List<Long> merged = List.of(3L, 4L, 5L, 6L, 7L, 9L);
    await().until(() -> seqs(readAll("r1", 1)), merged::equals);
    await().until(() -> seqs(readAll("r1", 2)), merged::equals);
  }

  /** A reader asks for something just as a call is tried again, or its pod goes just then. */
  @ParameterizedTest
  @EnumSource(
      value = Fact.CandidateDiscardReason.class,
      names = {"STEERED", "TAKEOVER"})
  void keepsTheStartThatCarriesOnAfterARetryThatWasCutShort(Fact.CandidateDiscardReason reason) {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.started());
    append(lease, RunFacts.step(0, 2));
    append(lease, new Fact.CandidateStarted(1, 1, "better"));
    append(lease, RunFacts.delta(1, "half"));
    append(lease, RunFacts.steering("in French"));
    append(lease, new Fact.CandidateDiscarded(1, Fact.CandidateDiscardReason.RETRY));
    append(lease, new Fact.CandidateDiscarded(1, reason));
    append(lease, new Fact.CandidateStarted(1, 1, "A reader asks: in French"));
    append(lease, RunFacts.step(1, 2).subList(1, 4));

    State state = get(log.state("r1")).state();
    assertEquals("A reader asks: in French", state.candidates().get(1).promptFeedback());
    assertEquals(List.of(), state.steering());
  }

  @Test
  void dropsTheDeltasOfStepsThatAreComplete() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.troubled());

    // As above: a log far away may tell of a delta before it hears of the end of its step.
    List<Event> read =
        await()
            .until(
                () -> readAll("r1", 0),
                all -> all.stream().noneMatch(event -> event.fact() instanceof Fact.Delta));

    assertEquals(
        List.of(
            "run.created",
            "run.started",
            "candidate.started",
            "candidate.completed",
            "evaluation.started",
            "evaluation.completed",
            "candidate.started",
            "steering.received",
            "candidate.discarded",
            "candidate.started",
            "candidate.completed",
            "evaluation.started",
            "evaluation.completed",
            "candidate.started",
            "run.cancelled"),
        read.stream().map(event -> event.fact().type()).toList());
  }

  @Test
  void givesALateReaderOfALongRunUnder40Events() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.started());
    IntStream.range(0, 4).forEach(candidate -> append(lease, RunFacts.step(candidate, 500)));
    append(lease, RunFacts.completed());

    List<Event> read = readAll("r1", 0);

    assertTrue(read.size() < 40, () -> read.size() + " events");
    assertEquals(4, RunState.of(read).state().candidates().size());
  }

  @Test
  void givesAHugeBacklogInPieces() {
    RunLog.Lease lease = begin("r1");
    IntStream.range(0, 1000)
        .forEach(i -> append(lease, new Fact.FeedbackDelta(0, i + " ", "part" + i % 2)));

    List<Entry> piece = get(log.next("r1", 0));

    assertTrue(piece.size() <= 256, () -> piece.size() + " entries");
    assertEquals(1001, readAll("r1", 0).size());
  }

  @Test
  void keepsNothingOfAReaderThatLeaves() {
    RunLog.Lease lease = begin("r1");
    List<UniAssertSubscriber<List<Entry>>> readers =
        IntStream.range(0, 1000).mapToObj(i -> waitFor("r1", 1)).toList();

    readers.forEach(UniAssertSubscriber::cancel);

    await().atMost(SOON).until(() -> waiting("r1") == 0);
    append(lease, RunFacts.started());
    readers.forEach(UniAssertSubscriber::assertNotTerminated);
  }

  // States and lists

  @Test
  void foldsARunAsItsEventsDo() {
    List<Event> live = keepUp("r1", RunFacts.troubled());

    assertEquals(RunState.of(live), get(log.state("r1")));
  }

  @Test
  void listsAnOwnersRunsNewestFirstPageByPage() {
    List.of("r1", "r2", "r3", "r4", "r5").forEach(this::begin);
    get(log.create("r6", "bob", RunFacts.created()));

    RunLog.Page first = get(log.list(new RunLog.Listing("ann", null, null, 2)));
    RunLog.Page second = get(log.list(new RunLog.Listing("ann", null, first.next(), 2)));
    RunLog.Page third = get(log.list(new RunLog.Listing("ann", null, second.next(), 2)));

    assertEquals(List.of("r5", "r4"), ids(first));
    assertEquals(List.of("r3", "r2"), ids(second));
    assertEquals(List.of("r1"), ids(third));
    assertNull(third.next());
  }

  @Test
  void hasNoNextPageWhereTheLastOneIsJustFull() {
    List.of("r1", "r2").forEach(this::begin);

    assertNull(get(log.list(new RunLog.Listing("ann", null, null, 2))).next());
  }

  @Test
  void listsRunsOfOneStatus() {
    begin("r1");
    append(begin("r2"), RunFacts.started());
    append(begin("r3"), RunFacts.completed());
    begin("r4");
    get(log.request("r4", state -> state.state().cancelled("bob")));

    assertEquals(List.of("r1"), ids(Status.QUEUED));
    assertEquals(List.of("r2"), ids(Status.RUNNING));
    assertEquals(List.of("r3"), ids(Status.COMPLETED));
    assertEquals(List.of("r4"), ids(Status.CANCELLED));
    assertEquals(List.of(), ids(Status.FAILED));
  }

  @Test
  void goesOnListingAfterARunThatIsGone() {
    List.of("r1", "r2", "r3").forEach(this::begin);
    get(log.erase("r2"));

    assertEquals(List.of("r1"), ids(get(log.list(new RunLog.Listing("ann", null, "r2", 9)))));
  }

  // Keys

  @Test
  void beginsOneRunForAKeyHoweverManyAskAtOnce() {
    List<CompletableFuture<String>> calls =
        IntStream.range(0, 100)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> beginOnce("r%03d".formatted(i))))
            .toList();

    List<String> runs = calls.stream().map(CompletableFuture::join).distinct().toList();

    assertEquals(1, runs.size());
    assertEquals(runs, ids());
    assertEquals(new RunLog.First(runs.get(0), "print"), get(log.first("ann", "key")));
    assertEquals(RunFacts.created(), readAll(runs.get(0), 0).get(0).fact());
  }

  @Test
  void tellsWhatWasAskedWhenAKeyComesAgain() {
    begin("r1", "key");

    RunLogFailure.Repeated repeated =
        assertThrows(
            RunLogFailure.Repeated.class,
            () -> get(log.create("r2", "ann", RunFacts.created(), once("key", "another"))));

    assertEquals(new RunLog.First("r1", "print"), repeated.first());
    fails(RunLogFailure.NotFound.class, log.head("r2"));
  }

  @Test
  void keepsTheKeysOfOwnersApart() {
    begin("r1", "key");

    get(log.create("r2", "bob", RunFacts.created(), once("key", "print")));

    assertEquals("r1", get(log.first("ann", "key")).run());
    assertEquals("r2", get(log.first("bob", "key")).run());
    assertNull(get(log.first("ann:key", "")));
    assertNull(get(log.first("cid", "key")));
  }

  @Test
  void takesAnyTextForAKey() {
    List<String> keys = List.of("a b", "a\tb", "ä€😀", "a".repeat(255), "a:b", "\"", "0");
    for (int i = 0; i < keys.size(); i++) {
      begin("r" + i, keys.get(i));
    }

    for (int i = 0; i < keys.size(); i++) {
      assertEquals("r" + i, get(log.first("ann", keys.get(i))).run());
    }
  }

  @Test
  void forgetsAKeyWithItsRun() {
    append(begin("r1", "key"), RunFacts.completed());
    begin("r2", "other");

    get(log.erase("r1"));
    get(log.erase("r2"));

    assertNull(get(log.first("ann", "key")));
    assertNull(get(log.first("ann", "other")));
    begin("r3", "key");
    assertEquals("r3", get(log.first("ann", "key")).run());
  }

  @Test
  void forgetsTheKeysOfRunsThatRetentionDrops() {
    append(begin("r1", "key"), RunFacts.completed());
    clock.advance(Duration.ofDays(8));

    append(begin("r2"), RunFacts.completed());

    await().atMost(SOON).untilAsserted(() -> assertNull(get(log.first("ann", "key"))));
  }

  // How many runs an owner may have

  @Test
  void refusesOneRunTooManyOfAnOwnerUntilOneHasEnded() {
    RunLog.Lease first = begin("r1", 2);
    begin("r2", 2);

    fails(RunLogFailure.TooManyRuns.class, create("r3", "ann", 2));
    fails(RunLogFailure.NotFound.class, log.head("r3"));
    get(create("r4", "bob", 2));
    append(first, RunFacts.completed());

    begin("r5", 2);
    fails(RunLogFailure.TooManyRuns.class, create("r6", "ann", 2));
  }

  @Test
  void countsARunNoMoreThatAnyoneEndsOrErases() {
    begin("r1", 2);
    begin("r2", 2);

    get(log.request("r1", state -> state.state().cancelled("bob")));
    begin("r3", 2);
    get(log.erase("r2"));
    begin("r4", 2);

    fails(RunLogFailure.TooManyRuns.class, create("r5", "ann", 2));
  }

  @Test
  void letsNoMoreInHoweverManyAskAtOnce() {
    List<CompletableFuture<Boolean>> calls =
        IntStream.range(0, 100)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> isLetIn("r%03d".formatted(i), 7)))
            .toList();

    assertEquals(7, calls.stream().filter(CompletableFuture::join).count());
    assertEquals(7, ids().size());
  }

  @Test
  void givesARunAgainToWhoHasAsManyAsTheyMay() {
    get(log.create("r1", "ann", RunFacts.created(), once("key", "print"), 1));

    fails(
        RunLogFailure.Repeated.class,
        log.create("r2", "ann", RunFacts.created(), once("key", "print"), 1));
    fails(
        RunLogFailure.TooManyRuns.class,
        log.create("r3", "ann", RunFacts.created(), once("other", "print"), 1));
    assertNull(get(log.first("ann", "other")));
  }

  @Test
  void countsRunsThatBeganWithoutABound() {
    begin("r1");

    fails(RunLogFailure.TooManyRuns.class, create("r2", "ann", 1));
    begin("r3");
  }

  // What owners use

  @Test
  void countsWhatCallsUseBeforeAnybodyGetsTheirEvents() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.started());
    append(lease, new Fact.CandidateStarted(0, 0, null));
    assertEquals(0, tokens("ann"));

    append(lease, written(0, Usage.of(10, 5)));
    assertEquals(15, tokens("ann"));
    append(lease, new Fact.EvaluationStarted(0, 0));
    append(lease, judged(0, Usage.of(20, 2)));
    assertEquals(37, tokens("ann"));
    append(lease, completed(Usage.of(30, 7)));

    assertEquals(37, tokens("ann"), "the end says no more than was said before");
    assertEquals(0, tokens("bob"));
  }

  @Test
  void countsACallThatIsDroppedByWhatTheEndSaysOfIt() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.started());
    append(lease, new Fact.CandidateStarted(0, 0, null));
    append(lease, RunFacts.delta(0, "12345678"));

    Event end = get(log.request("r1", state -> state.state().cancelled("bob")));

    long used = ((Fact.RunCancelled) end.fact()).usage().totalTokens();
    assertTrue(used > 0, () -> end.toString());
    assertEquals(used, tokens("ann"));
  }

  @Test
  void countsAStepOnceThatATakeoverBeginsAgain() {
    RunLog.Lease lease = begin("r1");
    append(lease, RunFacts.started());
    append(lease, new Fact.CandidateStarted(0, 0, null));
    append(lease, RunFacts.delta(0, "12345678"));
    append(lease, new Fact.CandidateDiscarded(0, Fact.CandidateDiscardReason.TAKEOVER));
    long abandoned = tokens("ann");
    append(lease, new Fact.CandidateStarted(0, 0, null));
    append(lease, written(0, Usage.of(10, 5)));

    assertEquals(get(log.state("r1")).state().used().totalTokens(), tokens("ann"));
    assertEquals(15, tokens("ann") - abandoned);
  }

  @Test
  void countsForNothingWhatAnAppendThatIsRefusedWouldHaveUsed() {
    RunLog.Lease lease = begin("r1");
    append(lease, completed(Usage.NONE));

    fails(RunLogFailure.Ended.class, log.append(lease, written(0, Usage.of(10, 5))));

    assertEquals(0, tokens("ann"));
  }

  @Test
  void beginsEachDayAndEachMinuteWithNothing() {
    clock.advance(Duration.ofMillis(Quota.TOKENS.leftAt(clock.millis()).toMillis() - 30_000));
    append(begin("r1"), written(0, Usage.of(10, 5)));
    assertEquals(new Ledger.Used(3, Duration.ofSeconds(30)), use("ann", Quota.REQUESTS, 3));
    assertEquals(new Ledger.Used(15, Duration.ofSeconds(30)), use("ann", Quota.TOKENS, 0));

    clock.advance(Duration.ofSeconds(30));

    assertEquals(new Ledger.Used(1, Duration.ofMinutes(1)), use("ann", Quota.REQUESTS, 1));
    assertEquals(new Ledger.Used(0, Duration.ofDays(1)), use("ann", Quota.TOKENS, 0));
    assertEquals(new Ledger.Used(7, Duration.ofDays(1)), use("ann", Quota.TOKENS, 7));
  }

  @Test
  void losesNoCountHoweverManyAreAtIt() {
    List<CompletableFuture<?>> calls =
        IntStream.range(0, 100)
            .<CompletableFuture<?>>mapToObj(
                i -> CompletableFuture.runAsync(() -> use(i % 2 + "", Quota.REQUESTS, 2)))
            .toList();
    calls.forEach(CompletableFuture::join);

    assertEquals(100, use("0", Quota.REQUESTS, 0).amount());
    assertEquals(100, use("1", Quota.REQUESTS, 0).amount());
  }

  // Going

  @Test
  void erasesEveryTraceOfARun() {
    RunLog.Lease lease = begin("r1");
    UniAssertSubscriber<List<Entry>> reader = waitFor("r1", 1);
    AssertSubscriber<Event> worker =
        log.requests(lease).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

    get(log.erase("r1"));

    assertInstanceOf(RunLogFailure.NotFound.class, reader.awaitFailure(SOON).getFailure());
    worker.awaitCompletion(SOON);
    fails(RunLogFailure.NotFound.class, log.state("r1"));
    fails(RunLogFailure.NotFound.class, log.append(lease, RunFacts.started()));
    assertEquals(List.of(), ids(get(log.list(new RunLog.Listing("ann", null, null, 9)))));
  }

  @Test
  void erasesWhatIsNotThereWithoutComplaint() {
    assertNull(get(log.erase("r1")));
  }

  @Test
  void dropsTheRunsThatEndedFirstWhenThereAreTooMany() {
    RunLog.Lease first = begin("r1");
    begin("r2");
    List.of("r3", "r4", "r5").forEach(run -> append(begin(run), RunFacts.completed()));

    append(first, RunFacts.completed());

    await().atMost(SOON).untilAsserted(() -> assertEquals(List.of("r5", "r4", "r2", "r1"), ids()));
    fails(RunLogFailure.NotFound.class, log.next("r3", 0));
  }

  @Test
  void dropsRunsThatEndedTooLongAgoAndNeverOneThatRuns() {
    begin("r1");
    append(begin("r2"), RunFacts.completed());
    clock.advance(Duration.ofDays(8));

    append(begin("r3"), RunFacts.completed());

    await().atMost(SOON).untilAsserted(() -> assertEquals(List.of("r3", "r1"), ids()));
  }

  // Words of the tests above

  protected final RunLog.Lease begin(String run) {
    return get(log.create(run, "ann", RunFacts.created()));
  }

  protected final RunLog.Lease begin(String run, String key) {
    return get(log.create(run, "ann", RunFacts.created(), once(key, "print")));
  }

  protected final long tokens(String owner) {
    return use(owner, Quota.TOKENS, 0).amount();
  }

  protected final Ledger.Used use(String owner, Quota quota, long amount) {
    return get(ledger().add(owner, quota, amount));
  }

  protected static Fact written(int candidate, Usage usage) {
    return new Fact.CandidateCompleted(candidate, candidate, "answer", null, usage, "stop", 1);
  }

  private static Fact judged(int candidate, Usage usage) {
    return new Fact.EvaluationCompleted(
        candidate, candidate, 0.5, List.of(), null, null, "why", candidate, usage, 1);
  }

  private static Fact completed(Usage usage) {
    return new Fact.RunCompleted(0, "answer", 0.5, StopReason.MAX_ITERATIONS, 1, usage, 1);
  }

  protected final RunLog.Lease begin(String run, int most) {
    return get(create(run, "ann", most));
  }

  private Uni<RunLog.Lease> create(String run, String owner, int most) {
    return log.create(run, owner, RunFacts.created(), null, most);
  }

  private boolean isLetIn(String run, int most) {
    try {
      begin(run, most);
      return true;
    } catch (RunLogFailure.TooManyRuns refused) {
      return false;
    }
  }

  protected static RunLog.Once once(String key, String fingerprint) {
    return new RunLog.Once(key, fingerprint);
  }

  /** The run that the key began, this or another. */
  private String beginOnce(String run) {
    try {
      return begin(run, "key").run();
    } catch (RunLogFailure.Repeated repeated) {
      return repeated.first().run();
    }
  }

  protected final void append(RunLog.Lease lease, Fact fact) {
    get(log.append(lease, fact));
  }

  protected final void append(RunLog.Lease lease, List<Fact> facts) {
    facts.forEach(fact -> append(lease, fact));
  }

  protected final void request(String run, Fact fact) {
    get(log.request(run, state -> fact));
  }

  protected final UniAssertSubscriber<List<Entry>> waitFor(String run, long after) {
    return log.next(run, after).subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  protected final AssertSubscriber<Event> listen(RunLog.Lease lease) {
    return log.requests(lease).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  /** A store far away may take a moment. */
  private RunLog.Lease claimed() {
    List<RunLog.Lease> claimed = new ArrayList<>();
    await().atMost(SOON).until(() -> claimed.addAll(get(log.claim(9))));
    assertEquals(1, claimed.size());
    return claimed.get(0);
  }

  protected static <T> T get(Uni<T> call) {
    return call.await().atMost(SOON);
  }

  protected static void fails(Class<? extends RunLogFailure> failure, Uni<?> call) {
    assertThrows(failure, () -> get(call));
  }

  /** All that a reader gets from a position to the newest event. */
  private List<Event> readAll(String run, long after) {
    long last = get(log.head(run)).lastSeq();
    List<Event> read = new ArrayList<>();
    long position = after;
    while (position < last) {
      for (Entry entry : get(log.next(run, position))) {
        read.add(entry.event());
        position = entry.event().seq();
      }
    }
    return read;
  }

  /** Appends these and reads each at once. */
  private List<Event> keepUp(String run, List<Fact> facts) {
    RunLog.Lease lease = begin(run);
    List<Event> read = new ArrayList<>(readAll(run, 0));
    for (Fact fact : facts) {
      UniAssertSubscriber<List<Entry>> reader = waitFor(run, read.size());
      append(lease, fact);
      reader.awaitItem(SOON).getItem().forEach(entry -> read.add(entry.event()));
    }
    return read;
  }

  private AssertSubscriber<List<Entry>> follow(String run, long after) {
    return Pull.after(after, position -> log.next(run, position))
        .subscribe()
        .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private static List<Event> events(AssertSubscriber<List<Entry>> reader) {
    return reader.getItems().stream().flatMap(List::stream).map(Entry::event).toList();
  }

  private static String texts(List<Event> events, Class<? extends Fact.Delta> type) {
    return events.stream()
        .map(Event::fact)
        .filter(type::isInstance)
        .map(fact -> ((Fact.Delta) fact).text())
        .reduce("", String::concat);
  }

  private static List<Long> seqs(List<Event> events) {
    return events.stream().map(Event::seq).toList();
  }

  private static List<Long> seqsOf(List<Entry> entries) {
    return entries.stream().map(entry -> entry.event().seq()).toList();
  }

  private List<String> ids() {
    return ids(get(log.list(new RunLog.Listing("ann", null, null, 99))));
  }

  private List<String> ids(Status status) {
    return ids(get(log.list(new RunLog.Listing("ann", status, null, 99))));
  }

  private static List<String> ids(RunLog.Page page) {
    return page.runs().stream().map(RunState::id).toList();
  }
}
