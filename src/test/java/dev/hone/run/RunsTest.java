package dev.hone.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.ModelChunk;
import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.Models;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.Rewards;
import dev.hone.refinement.RunState;
import dev.hone.refinement.RunState.Status;
import dev.hone.refinement.ScriptedReward;
import dev.hone.refinement.ScriptedWriter;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import dev.hone.run.local.MemoryRunLog;
import dev.hone.telemetry.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RunsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final ModelChunk.Finished FINISHED =
      new ModelChunk.Finished("stop", Usage.of(10, 5));

  private static Vertx vertx;

  private final RunLog log = new MemoryRunLog(Clock.systemUTC(), Duration.ofDays(1), 1000);
  private final RunRequests requests = new RunRequests(log);
  private final ScriptedWriter writer = new ScriptedWriter();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private LanguageModel model = writer;
  private Reward reward = ScriptedReward.pointwise(0.1, 0.2, 0.3, 0.4);

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void refinesASampleAndLogsEveryStep() {
    writer.answers("first", "second");
    Runs runs = runs(1, 0);

    RunState run = get(runs.start(newRun(1)));
    RunState end = get(runs.ended(run.id()));

    assertEquals(Status.COMPLETED, end.status());
    assertEquals("second", end.state().bestCandidate().content());
    assertEquals(
        List.of(
            "run.created",
            "run.started",
            "candidate.started",
            "candidate.completed",
            "evaluation.started",
            "evaluation.completed",
            "candidate.started",
            "candidate.completed",
            "evaluation.started",
            "evaluation.completed",
            "run.completed"),
        types(run.id()));
    assertEquals(new Fact.RunStarted("pod-1", 1), events(run.id()).get(1).fact());
  }

  @Test
  void freesItsPlaceAtTheEnd() {
    writer.answers("first");
    Runs runs = runs(1, 0);

    get(runs.ended(start(runs, 0)));

    soon().until(() -> runs.active() == 0);
  }

  @Test
  void givesRunsIdsThatSortByTheirBeginning() {
    Runs runs = runs(100, 0);
    model = request -> Multi.createFrom().nothing();

    List<String> ids = IntStream.range(0, 100).mapToObj(i -> start(runs, 0)).toList();

    assertEquals(ids.stream().sorted().toList(), ids);
  }

  // Once

  @Test
  void startsOneRunForAKeyHoweverManyAskAtOnce() {
    writer.answers("first");
    Runs runs = runs(100, 0);

    List<CompletableFuture<Runs.Started>> calls =
        IntStream.range(0, 100)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> get(startOnce(runs, "print"))))
            .toList();
    List<Runs.Started> started = calls.stream().map(CompletableFuture::join).toList();

    assertEquals(1, started.stream().map(each -> each.run().id()).distinct().count());
    assertEquals(1, started.stream().filter(each -> !each.again()).count());
    get(runs.ended(only()));
    soon().until(() -> runs.active() == 0);
    assertEquals(1, writer.requests.size());
  }

  @Test
  void givesTheFirstRunAgainWhereThereIsNoPlaceForAnother() {
    model = request -> Multi.createFrom().nothing();
    Runs runs = runs(1, 0);
    String first = get(startOnce(runs, "print")).run().id();

    Runs.Started again = get(startOnce(runs, "print"));

    assertEquals(first, again.run().id());
    assertTrue(again.again());
    assertEquals(1, runs.active());
  }

  @Test
  void refusesAKeyThatHasStartedSomethingElse() {
    model = request -> Multi.createFrom().nothing();
    Runs runs = runs(1, 0);
    get(startOnce(runs, "print"));

    assertThrows(KeyTaken.class, () -> get(startOnce(runs, "another")));
  }

  // Without a log

  @Test
  void refinesWithoutALog() {
    writer.answers("first", "second");
    Runs runs = runs(1, 0);

    RunState end = get(runs.refine(newRun(1)));

    assertEquals(Status.COMPLETED, end.status());
    assertEquals("second", end.state().bestCandidate().content());
    assertEquals(2, end.state().evaluations().size());
    assertEquals(List.of(), statuses());
    assertEquals(0, runs.active());
  }

  @Test
  void refinesAsManyAtOnceAsThereArePlacesAndSendsNoneAway() {
    List<UnicastProcessor<ModelChunk>> answers = new CopyOnWriteArrayList<>();
    model = request -> open(answers);
    Runs runs = runs(1, 0);
    List<UniAssertSubscriber<RunState>> calls =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    runs.refine(newRun(0)).subscribe().withSubscriber(UniAssertSubscriber.create()))
            .toList();

    for (int i = 0; i < 3; i++) {
      int call = i;
      soon().until(() -> answers.size() == call + 1);
      assertEquals(1, runs.active());
      answer(answers.get(i));
      calls.get(i).awaitItem(SOON);
    }

    assertEquals(0, runs.active());
    assertEquals(0, runs.queued());
  }

  @Test
  void refinesAtOnceAsManyOfAnOwnerAsTheyMayHaveAndTheOthersWait() {
    List<UnicastProcessor<ModelChunk>> answers = new CopyOnWriteArrayList<>();
    model = request -> open(answers);
    Runs runs =
        runs(
            10,
            0,
            new Quotas(
                Hosting.quota(OptionalInt.of(2), OptionalInt.empty(), OptionalLong.empty()),
                Hosting.ledger(),
                Duration.ofSeconds(5),
                refused -> {}));
    List<UniAssertSubscriber<RunState>> calls =
        Stream.of("ann", "ann", "ann", "bob", "ann")
            .map(owner -> new NewRun(owner, RunFacts.QUESTION, RunFacts.settings(0), Map.of()))
            .map(run -> runs.refine(run).subscribe().withSubscriber(UniAssertSubscriber.create()))
            .toList();
    soon().until(() -> answers.size() == 3);
    assertEquals(3, runs.active());

    calls.get(4).cancel();
    for (int i = 0; i < 4; i++) {
      int call = i;
      soon().until(() -> answers.size() > call);
      answer(answers.get(i));
    }

    calls.subList(0, 4).forEach(call -> call.awaitItem(SOON));
    soon().until(() -> runs.active() == 0);
    assertEquals(4, answers.size());
  }

  @Test
  void endsTheModelCallOfACallerThatGoes() {
    AtomicInteger cancelled = new AtomicInteger();
    AtomicInteger called = new AtomicInteger();
    model =
        request ->
            Multi.createFrom()
                .<ModelChunk>nothing()
                .onSubscription()
                .invoke(called::incrementAndGet)
                .onCancellation()
                .invoke(cancelled::incrementAndGet);
    Runs runs = runs(1, 0);
    UniAssertSubscriber<RunState> working =
        runs.refine(newRun(0)).subscribe().withSubscriber(UniAssertSubscriber.create());
    UniAssertSubscriber<RunState> waiting =
        runs.refine(newRun(0)).subscribe().withSubscriber(UniAssertSubscriber.create());
    soon().until(() -> called.get() == 1);

    waiting.cancel();
    soon().until(() -> runs.queued() == 0);
    working.cancel();

    soon().until(() -> cancelled.get() == 1);
    soon().until(() -> runs.active() == 0);
    assertEquals(1, called.get());
  }

  @Test
  void failsTheCallThatMeetsADefect() {
    Runs runs = runs(1, 0);
    reward = null;

    assertThrows(Rewards.InvalidReward.class, () -> get(runs.refine(newRun(0))));

    assertEquals(0, runs.active());
  }

  // Purging

  @Test
  void purgesARunThatGoesOnWithItsCall() {
    AtomicInteger cancelled = new AtomicInteger();
    model =
        request ->
            Multi.createFrom()
                .<ModelChunk>nothing()
                .onCancellation()
                .invoke(cancelled::incrementAndGet);
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    soon().until(() -> types(run).contains("candidate.started"));
    AssertSubscriber<List<Entry>> watcher = watch(runs, run);

    get(requests.purge(run, "owner"));

    soon().until(() -> cancelled.get() == 1);
    soon().until(() -> runs.active() == 0);
    watcher.awaitCompletion(SOON);
    assertThrows(RunLogFailure.NotFound.class, () -> get(log.head(run)));
    assertThrows(RunLogFailure.NotFound.class, () -> get(requests.purge(run, "owner")));
  }

  // Admission

  @Test
  void startsQueuedRunsInTheirOrder() {
    List<UnicastProcessor<ModelChunk>> answers = new CopyOnWriteArrayList<>();
    model = request -> open(answers);
    Runs runs = runs(1, 2);
    List<String> ids = IntStream.range(0, 3).mapToObj(i -> start(runs, 0)).toList();
    soon().until(() -> answers.size() == 1);
    assertEquals(List.of(Status.RUNNING, Status.QUEUED, Status.QUEUED), statuses(ids));

    answer(answers.get(0));
    get(runs.ended(ids.get(0)));

    soon().until(() -> answers.size() == 2);
    assertEquals(List.of(Status.COMPLETED, Status.RUNNING, Status.QUEUED), statuses(ids));
    assertEquals(1, runs.active());
    assertEquals(1, runs.queued());
  }

  @Test
  void createsNothingWhenItIsFull() {
    model = request -> Multi.createFrom().nothing();
    Runs runs = runs(1, 1);
    start(runs, 0);
    start(runs, 0);

    RunsFull full = assertThrows(RunsFull.class, () -> start(runs, 0));

    assertEquals(Duration.ofSeconds(5), full.retryAfter());
    assertEquals(2, get(log.list(new RunLog.Listing("ann", null, null, 9))).runs().size());
  }

  @Test
  void admitsNobodyBeforeTheCallIsSubscribed() {
    Runs runs = runs(1, 0);

    runs.start(newRun(0));

    assertEquals(0, runs.active());
  }

  @Test
  void goesOnWithARunWhoseStarterLeft() {
    writer.answers("first");
    Runs runs = runs(1, 0);

    runs.start(newRun(0)).subscribe().withSubscriber(UniAssertSubscriber.create()).cancel();

    soon().until(() -> statuses().equals(List.of(Status.COMPLETED)));
  }

  // Cancelling

  @Test
  void takesARunThatIsCancelledOutOfTheQueue() {
    List<UnicastProcessor<ModelChunk>> answers = new CopyOnWriteArrayList<>();
    model = request -> open(answers);
    Runs runs = runs(1, 1);
    String first = start(runs, 0);
    String queued = start(runs, 0);

    RunState end = get(requests.cancel(queued, "bob"));

    assertEquals("bob", ((Fact.RunCancelled) end.state().terminal()).by());
    soon().until(() -> runs.queued() == 0);
    assertEquals(List.of("run.created", "run.cancelled"), types(queued));
    assertEquals(Status.RUNNING, statusWhenStarted(first));
  }

  @Test
  void cancelsTheModelInTheMiddleOfAnAnswer() {
    UnicastProcessor<ModelChunk> answer = UnicastProcessor.create();
    writer.stream(answer);
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    answer.onNext(new ModelChunk.Text("Blue"));
    soon().until(() -> types(run).contains("candidate.delta"));

    get(requests.cancel(run, "bob"));

    soon().until(() -> writer.cancelled.get() == 1);
    soon().until(() -> runs.active() == 0);
    assertEquals(
        List.of("run.created", "run.started", "candidate.started", "run.cancelled"), types(run));
  }

  @Test
  void cancelsAModelThatIsSilent() {
    writer.stream(Multi.createFrom().nothing());
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    soon().until(() -> writer.requests.size() == 1);

    get(requests.cancel(run, "bob"));

    soon().until(() -> writer.cancelled.get() == 1);
    soon().until(() -> runs.active() == 0);
  }

  @Test
  void cancelsAJudgeThatIsSilent() {
    writer.answers("first");
    AtomicInteger cancelled = new AtomicInteger();
    reward =
        new ScriptedReward(RewardMode.POINTWISE)
            .stream(
                Multi.createFrom()
                    .<Assessment>nothing()
                    .onCancellation()
                    .invoke(cancelled::incrementAndGet));
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    soon().until(() -> types(run).contains("evaluation.started"));

    Fact.RunCancelled end = (Fact.RunCancelled) get(requests.cancel(run, "bob")).state().terminal();

    assertEquals("first", end.content());
    soon().until(() -> cancelled.get() == 1);
  }

  @Test
  void refusesToCancelARunThatHasEnded() {
    writer.answers("first");
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    get(runs.ended(run));

    assertThrows(RunLogFailure.Ended.class, () -> get(requests.cancel(run, "bob")));
    assertThrows(RunLogFailure.NotFound.class, () -> get(requests.cancel("unknown", "bob")));
  }

  @Test
  void endsExactlyOnceWhenACancelMeetsTheCompletion() {
    model = request -> Multi.createFrom().items(new ModelChunk.Text("Blue"), FINISHED);
    reward = new Liking();
    Runs runs = runs(2, 0);

    for (int i = 0; i < 300; i++) {
      String run = start(runs, i % 3);
      CompletableFuture<?> cancelling =
          requests.cancel(run, "bob").onFailure().recoverWithNull().subscribeAsCompletionStage();
      RunState end = get(runs.ended(run));
      cancelling.join();

      assertTrue(end.hasEnded());
      assertEquals(1, events(run).stream().filter(Event::isTerminal).count());
      soon().until(() -> runs.active() == 0);
    }
  }

  @Test
  void endsExactlyOnceWhenACancelFromAnotherThreadMeetsTheEnd() {
    List<UnicastProcessor<ModelChunk>> answers = new CopyOnWriteArrayList<>();
    model = request -> open(answers);
    reward = new Liking();
    Runs runs = runs(1, 0);

    for (int i = 0; i < 300; i++) {
      int number = i + 1;
      String run = start(runs, 0);
      soon().until(() -> answers.size() == number);
      CompletableFuture<?> answering =
          CompletableFuture.runAsync(() -> answer(answers.get(number - 1)));
      CompletableFuture<?> cancelling =
          requests.cancel(run, "bob").onFailure().recoverWithNull().subscribeAsCompletionStage();
      CompletableFuture.allOf(answering, cancelling).join();
      get(runs.ended(run));

      assertEquals(1, events(run).stream().filter(Event::isTerminal).count());
      soon().until(() -> runs.active() == 0);
    }
  }

  @Test
  void dropsTheCallOfARunThatIsErased() {
    writer.stream(Multi.createFrom().nothing());
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    soon().until(() -> writer.requests.size() == 1);

    get(log.erase(run));

    soon().until(() -> writer.cancelled.get() == 1);
    soon().until(() -> runs.active() == 0);
  }

  @Test
  void dropsItsCallsWhenTheApplicationStops() {
    writer.stream(Multi.createFrom().nothing());
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    soon().until(() -> writer.requests.size() == 1);

    runs.stop();

    soon().until(() -> writer.cancelled.get() == 1);
    assertFalse(get(log.head(run)).ended());
  }

  // Trouble

  @Test
  void keepsTheBestOfARunWhoseModelFails() {
    writer.answers("first").fails(ModelFailure.Kind.UNAVAILABLE);
    Runs runs = runs(1, 0);

    RunState end = get(runs.ended(start(runs, 3)));

    Fact.RunFailed failed = assertInstanceOf(Fact.RunFailed.class, end.state().terminal());
    assertEquals("first", failed.content());
    assertEquals(0.1, failed.score());
    assertEquals("scripted UNAVAILABLE", failed.problem().detail());
  }

  @Test
  void failsARunWhoseRewardCannotBeHad() {
    Runs runs = runs(1, 0);
    reward = null;

    assertFailsAndFreesItsPlace(runs);
  }

  @Test
  void failsARunWhoseModelBreaksBeforeItStreams() {
    Runs runs = runs(1, 0);
    model =
        request -> {
          throw new IllegalStateException("secret");
        };

    assertFailsAndFreesItsPlace(runs);
  }

  @Test
  void failsARunWhoseRewardBreaks() {
    writer.answers("first");
    Runs runs = runs(1, 0);
    reward =
        new ScriptedReward(RewardMode.POINTWISE)
            .stream(Multi.createFrom().failure(new IllegalStateException("secret")));

    assertFailsAndFreesItsPlace(runs);
  }

  // Steering

  @Test
  void tellsTheLoopWhatPeopleSayWhileItWrites() {
    UnicastProcessor<ModelChunk> answer = UnicastProcessor.create();
    writer.stream(answer).answers("second");
    Runs runs = runs(1, 0);
    String run = start(runs, 1);
    soon().until(() -> writer.requests.size() == 1);

    get(log.request(run, state -> RunFacts.steering("in French")));
    answer(answer);
    get(runs.ended(run));

    assertEquals("feedback for 0.1null\n\nA reader asks: in French", feedbackOfCandidate(1, run));
  }

  @Test
  void tellsTheLoopOnceWhatPeopleSaidWhileTheRunWasQueued() {
    List<UnicastProcessor<ModelChunk>> answers = new CopyOnWriteArrayList<>();
    model = request -> answers.isEmpty() ? open(answers) : writer.stream(request);
    writer.answers("first", "second");
    reward = new Liking();
    Runs runs = runs(1, 1);
    start(runs, 0);
    soon().until(() -> answers.size() == 1);
    String run = start(runs, 1);

    get(log.request(run, state -> RunFacts.steering("in French")));
    answer(answers.get(0));
    get(runs.ended(run));

    assertEquals("fine\n\nA reader asks: in French", feedbackOfCandidate(1, run));
  }

  @Test
  void hearsWhatPeopleSaySoLateThatTheLoopHasDecidedToEnd() {
    writer.answers("first", "second");
    reward =
        new ScriptedReward(RewardMode.POINTWISE)
            .stream(verdict(0).onCompletion().invoke(() -> steer(only()))).stream(verdict(1));
    Runs runs = runs(1, 0);

    String run = start(runs, 0);
    get(runs.ended(run));

    assertEquals("fine\n\nA reader asks: in French", feedbackOfCandidate(1, run));
  }

  @Test
  void asksAgainAllThatWasSaidWhereTheContextIsFullAndMoreIsSaid() {
    writer.answers("first");
    reward = new ScriptedReward(RewardMode.POINTWISE).stream(verdict(0)).stream(verdict(1));
    writer.stream(
            Multi.createFrom()
                .<ModelChunk>failure(new ModelFailure(ModelFailure.Kind.CONTEXT_LENGTH, "full"))
                .onFailure()
                .invoke(() -> steer(only())))
        .answers("second");
    Runs runs = runs(1, 0);

    String run = start(runs, 1);
    RunState end = get(runs.ended(run));

    assertEquals("second", end.state().newest().content());
    assertEquals(
        List.of("candidate.started", "candidate.discarded", "candidate.started"),
        types(run).stream()
            .filter(type -> type.matches("candidate.(started|discarded)"))
            .skip(1)
            .toList());
  }

  // Threads and demand

  @Test
  void worksOnTheEventLoopOfItsStarter() {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    List<Context> contexts = Collections.synchronizedList(new ArrayList<>());
    model =
        request -> {
          threads.add(Thread.currentThread());
          contexts.add(Vertx.currentContext());
          return Multi.createFrom().items(new ModelChunk.Text("Blue"), FINISHED);
        };
    reward = new Liking();
    Runs runs = runs(1, 0);
    Context caller = vertx.getOrCreateContext();
    CompletableFuture<Thread> callerThread = new CompletableFuture<>();
    CompletableFuture<String> run = new CompletableFuture<>();

    caller.runOnContext(
        ignored -> {
          callerThread.complete(Thread.currentThread());
          runs.start(newRun(1)).subscribe().with(state -> run.complete(state.id()));
        });
    get(runs.ended(run.join()));

    assertEquals(List.of(callerThread.join(), callerThread.join()), threads);
    assertNotEquals(caller, contexts.get(0));
    assertEquals(contexts.get(0), contexts.get(1));
  }

  @Test
  void returnsToItsEventLoopAfterARewardThatComputedElsewhere() {
    List<Boolean> onLoop = Collections.synchronizedList(new ArrayList<>());
    model =
        request -> {
          onLoop.add(Context.isOnEventLoopThread());
          return Multi.createFrom().items(new ModelChunk.Text("Blue"), FINISHED);
        };
    Reward liking = new Liking();
    reward =
        new Reward() {
          @Override
          public RewardMode mode() {
            return liking.mode();
          }

          @Override
          public Multi<Assessment> evaluate(Subject subject) {
            return liking.evaluate(subject).emitOn(Infrastructure.getDefaultExecutor());
          }
        };
    Runs runs = runs(1, 0);

    get(runs.ended(start(runs, 2)));

    assertEquals(List.of(true, true, true), onLoop);
  }

  @Test
  void asksTheModelForTheNextChunkOnceTheLastIsInTheLog() {
    List<Long> requested = Collections.synchronizedList(new ArrayList<>());
    List<Long> logged = Collections.synchronizedList(new ArrayList<>());
    model =
        request ->
            Multi.createFrom()
                .<ModelChunk>items(new ModelChunk.Text("a"), new ModelChunk.Text("b"), FINISHED)
                .onRequest()
                .invoke(
                    n -> {
                      requested.add(n);
                      logged.add(get(log.head(only())).lastSeq());
                    });
    reward = new Liking();
    Runs runs = runs(1, 0);

    get(runs.ended(start(runs, 0)));

    assertEquals(List.of(1L, 1L, 1L), requested.subList(0, 3));
    assertEquals(List.of(3L, 4L, 5L), logged.subList(0, 3));
  }

  // Watching

  @Test
  void countsItsWatchersUntilTheyLeave() {
    model = request -> Multi.createFrom().nothing();
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    AssertSubscriber<List<Entry>> leaving = watch(runs, run);
    AssertSubscriber<List<Entry>> staying = watch(runs, run);
    assertEquals(2, runs.watchers());

    leaving.cancel();
    assertEquals(1, runs.watchers());
    get(requests.cancel(run, "bob"));

    staying.awaitCompletion(SOON);
    assertEquals(0, runs.watchers());
  }

  @Test
  void whoWaitsForAnEndOrAsksForAnUnknownRunIsNoWatcher() {
    model = request -> Multi.createFrom().nothing();
    Runs runs = runs(1, 0);
    String run = start(runs, 0);

    runs.ended(run).subscribe().with(ended -> {});
    watch(runs, "unknown").awaitFailure(SOON);

    assertEquals(0, runs.watchers());
  }

  @Test
  void showsAWatcherEachEventInItsOrder() {
    writer.answers("first");
    Runs runs = runs(1, 0);
    String run = start(runs, 0);

    AssertSubscriber<List<Entry>> watcher = watch(runs, run).awaitCompletion(SOON);

    List<Event> seen = watcher.getItems().stream().flatMap(List::stream).map(Entry::event).toList();
    assertEquals("run.created", seen.get(0).fact().type());
    assertEquals("run.completed", seen.get(seen.size() - 1).fact().type());
    assertEquals(Transcript.of(events(run)), Transcript.of(seen));
  }

  @Test
  void leavesTheRunAloneWhenWhoWaitsForItsEndLeaves() {
    model = request -> Multi.createFrom().nothing();
    Runs runs = runs(1, 0);
    String run = start(runs, 0);

    runs.ended(run).subscribe().withSubscriber(UniAssertSubscriber.create()).cancel();

    assertEquals(0, ((MemoryRunLog) log).waiting(run));
    assertFalse(get(log.head(run)).ended());
  }

  // Words of the tests above

  /** Scores every candidate higher than the one before; any number of runs may ask it. */
  private record Liking() implements Reward {
    @Override
    public RewardMode mode() {
      return RewardMode.POINTWISE;
    }

    @Override
    public Multi<Assessment> evaluate(Subject subject) {
      return Multi.createFrom()
          .item(new Assessment.Verdict(Evaluation.of("liking", subject.candidate(), "fine")));
    }
  }

  private Runs runs(int maxActive, int maxQueued) {
    return runs(maxActive, maxQueued, Hosting.NO_QUOTAS);
  }

  private Runs runs(int maxActive, int maxQueued, Quotas quotas) {
    Models models =
        new Models() {
          @Override
          public List<String> names() {
            return List.of(DEFAULT);
          }

          @Override
          public LanguageModel named(String name) {
            return model;
          }
        };
    Rewards rewards =
        (spec, judge, reference) -> {
          if (reward == null) {
            throw new Rewards.InvalidReward("", "there is no such reward");
          }
          return reward;
        };
    return new Runs(
        new Host(
            "pod-1", log, models, rewards, Clock.systemUTC(), 5, 20, quotas, new Ties(requests)),
        new Admission(maxActive, maxQueued, Duration.ofSeconds(5)),
        new RunFigures(registry, new CollectorRegistry()),
        Traces.OFF,
        vertx);
  }

  private static NewRun newRun(int maxIterations) {
    return new NewRun("ann", RunFacts.QUESTION, RunFacts.settings(maxIterations), Map.of());
  }

  private static Uni<Runs.Started> startOnce(Runs runs, String fingerprint) {
    return runs.start(newRun(0), new RunLog.Once("key", fingerprint));
  }

  private static String start(Runs runs, int maxIterations) {
    return get(runs.start(newRun(maxIterations))).id();
  }

  private static Multi<ModelChunk> open(List<UnicastProcessor<ModelChunk>> answers) {
    UnicastProcessor<ModelChunk> answer = UnicastProcessor.create();
    answers.add(answer);
    return answer;
  }

  private static void answer(UnicastProcessor<ModelChunk> model) {
    model.onNext(new ModelChunk.Text("Blue"));
    model.onNext(FINISHED);
    model.onComplete();
  }

  private static AssertSubscriber<List<Entry>> watch(Runs runs, String run) {
    return runs.watch(run, 0).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private void assertFailsAndFreesItsPlace(Runs runs) {
    RunState end = get(runs.ended(start(runs, 1)));

    Fact.RunFailed failed = assertInstanceOf(Fact.RunFailed.class, end.state().terminal());
    assertEquals("The run failed by an internal error", failed.problem().title());
    assertNull(failed.problem().detail());
    soon().until(() -> runs.active() == 0);
  }

  private Status statusWhenStarted(String run) {
    soon().until(() -> get(log.state(run)).startedAt() != null);
    return get(log.state(run)).status();
  }

  private static Multi<Assessment> verdict(int candidate) {
    return Multi.createFrom()
        .items(new Assessment.Verdict(Evaluation.of("liking", candidate, "fine")));
  }

  private void steer(String run) {
    get(log.request(run, state -> RunFacts.steering("in French")));
  }

  private String feedbackOfCandidate(int candidate, String run) {
    return events(run).stream()
        .map(Event::fact)
        .filter(Fact.CandidateStarted.class::isInstance)
        .map(Fact.CandidateStarted.class::cast)
        .filter(started -> started.candidate() == candidate)
        .findFirst()
        .orElseThrow()
        .feedback();
  }

  private List<Event> events(String run) {
    return get(log.next(run, 0)).stream().map(Entry::event).toList();
  }

  private List<String> types(String run) {
    return events(run).stream().map(event -> event.fact().type()).toList();
  }

  private List<Status> statuses(List<String> runs) {
    return runs.stream().map(run -> get(log.state(run)).status()).toList();
  }

  private List<Status> statuses() {
    return get(log.list(new RunLog.Listing("ann", null, null, 99))).runs().stream()
        .map(RunState::status)
        .toList();
  }

  private String only() {
    return get(log.list(new RunLog.Listing("ann", null, null, 1))).runs().get(0).id();
  }

  private static ConditionFactory soon() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).atMost(SOON);
  }

  private static <T> T get(Uni<T> call) {
    return call.await().atMost(SOON);
  }
}
