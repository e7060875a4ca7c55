package dev.hone.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Event;
import dev.hone.refinement.EventJson;
import dev.hone.refinement.Fact;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.ModelChunk;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.RunState;
import dev.hone.refinement.RunState.Status;
import dev.hone.refinement.Settings;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import dev.hone.run.local.FileRunLog;
import dev.hone.run.local.LimitedDisk;
import dev.hone.telemetry.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose log can't be written for a while goes on, and ends once. */
class WaitingForLogTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static Vertx vertx;

  @TempDir Path folder;

  private final LimitedDisk disk = new LimitedDisk();
  private final AtomicInteger calls = new AtomicInteger();
  private FileRunLog log;
  private LanguageModel model = this::answer;
  private Host host;
  private Runs runs;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void open() {
    log = disk.open(folder);
    host = Hosting.with(log, request -> model.stream(request), new Liking());
    runs = runs();
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void goesOnWithARunWhenThereIsRoomAgain() {
    UnicastProcessor<ModelChunk> full = UnicastProcessor.create();
    model = request -> calls.incrementAndGet() == 1 ? full : answer(request);
    String run = start(runs, 1);
    AssertSubscriber<List<Entry>> watcher = watch(runs, run);
    soon().until(() -> calls.get() == 1 && get(log.state(run)).state().underway() != null);

    disk.leaveRoomFor(0);
    full.onNext(new ModelChunk.Text("lost"));
    awaitIdle(runs);
    runs.takeOver();
    awaitIdle(runs);
    assertFalse(get(log.head(run)).ended());
    assertEquals(1, get(log.state(run)).attempt());
    watcher.assertNotTerminated();

    disk.makeRoom();
    lookUntilEnded(runs, run);

    RunState end = get(runs.ended(run));
    assertEquals(Status.COMPLETED, end.status());
    assertEquals(2, end.attempt());
    watcher.awaitCompletion(SOON);
    List<Event> seen = watcher.getItems().stream().flatMap(List::stream).map(Entry::event).toList();
    assertTrue(seen.stream().anyMatch(event -> event.fact() instanceof Fact.CandidateDiscarded));
    assertEquals(Transcript.of(events(run)), Transcript.of(seen));
  }

  @Test
  void goesOnWithARunThatIsTiedToAConnectionThatStands() {
    String run = startTiedWhileTheDiskGetsFull();

    disk.makeRoom();
    lookUntilEnded(runs, run);

    assertEquals(Status.COMPLETED, get(runs.ended(run)).status());
  }

  @Test
  void cancelsARunThatIsTiedToAConnectionThatWentMeanwhile() {
    String run = startTiedWhileTheDiskGetsFull();
    host.ties().abandon(run);
    assertFalse(get(log.head(run)).ended());

    disk.makeRoom();
    lookUntilEnded(runs, run);

    assertEquals(Status.CANCELLED, get(runs.ended(run)).status());
    assertEquals(1, calls.get());
  }

  @Test
  void failsNoRunBecauseOneWriteFailed() {
    UnicastProcessor<ModelChunk> first = UnicastProcessor.create();
    model = request -> calls.incrementAndGet() == 1 ? first : answer(request);
    String run = start(runs, 1);
    soon().until(() -> calls.get() == 1);

    disk.failOnce();
    answer(first);
    awaitIdle(runs);
    runs.takeOver();

    assertEquals(Status.COMPLETED, get(runs.ended(run)).status());
  }

  @Test
  void endsOnceWhereverTheDiskGetsFull() {
    long whole = lengthOfWholeRun();
    for (long room = 0; room < whole; room += 41) {
      UnicastProcessor<ModelChunk> first = UnicastProcessor.create();
      AtomicInteger asked = new AtomicInteger();
      model = request -> asked.incrementAndGet() == 1 ? first : answer(request);
      Runs runs = runs();
      String run = start(runs, 2);
      soon().until(() -> asked.get() == 1);

      disk.leaveRoomFor(room);
      answer(first);
      awaitIdle(runs);
      disk.makeRoom();
      runs.takeOver();

      RunState end = get(runs.ended(run));
      assertEquals(Status.COMPLETED, end.status(), "room for " + room);
      assertEquals(3, end.state().candidates().size(), "room for " + room);
      assertEquals(1, events(run).stream().filter(Event::isTerminal).count());
    }
  }

  @Test
  void doesNotForgetARunWhoseFailureCannotBeWritten() {
    model =
        request -> {
          disk.leaveRoomFor(0);
          throw new IllegalStateException("a defect");
        };
    String run = start(runs, 0);
    awaitIdle(runs);
    assertFalse(get(log.head(run)).ended());

    disk.makeRoom();
    model = this::answer;
    runs.takeOver();

    assertEquals(Status.COMPLETED, get(runs.ended(run)).status());
  }

  @Test
  void asksTheDiskWithOneRunAtATime() {
    List<UnicastProcessor<ModelChunk>> answers = new CopyOnWriteArrayList<>();
    model =
        request -> {
          UnicastProcessor<ModelChunk> answer = UnicastProcessor.create();
          answers.add(answer);
          return answer;
        };
    for (int i = 0; i < 5; i++) {
      start(runs, 0);
    }
    soon().until(() -> answers.size() == 5);
    disk.leaveRoomFor(0);
    answers.forEach(WaitingForLogTest::answer);
    awaitIdle(runs);

    assertEquals(1, get(log.claim(9)).size());

    disk.makeRoom();
    get(log.create("r1", "ann", RunFacts.created()));
    assertEquals(4, get(log.claim(9)).size());
  }

  // Words of the tests above

  /** Any number of candidates, each better than the one before. */
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

  private Multi<ModelChunk> answer(LanguageModel.Request request) {
    return Multi.createFrom().items(new ModelChunk.Text("Blue"), finished());
  }

  private static void answer(UnicastProcessor<ModelChunk> model) {
    model.onNext(new ModelChunk.Text("Blue"));
    model.onNext(finished());
    model.onComplete();
  }

  private static ModelChunk finished() {
    return new ModelChunk.Finished("stop", Usage.of(10, 5));
  }

  private Runs runs() {
    return new Runs(
        host,
        new Admission(10, 0, SOON),
        new RunFigures(new SimpleMeterRegistry(), new CollectorRegistry()),
        Traces.OFF,
        vertx);
  }

  private static String start(Runs runs, int maxIterations) {
    return start(runs, RunFacts.settings(maxIterations));
  }

  private static String start(Runs runs, Settings settings) {
    return get(runs.start(new NewRun("ann", RunFacts.QUESTION, settings, Map.of()))).id();
  }

  private String startTiedWhileTheDiskGetsFull() {
    UnicastProcessor<ModelChunk> first = UnicastProcessor.create();
    model = request -> calls.incrementAndGet() == 1 ? first : answer(request);
    String run = start(runs, RunFacts.settings(1, OnDisconnect.CANCEL));
    soon().until(() -> calls.get() == 1);
    disk.leaveRoomFor(0);
    answer(first);
    awaitIdle(runs);
    return run;
  }

  private long lengthOfWholeRun() {
    String run = start(runs(), 2);
    AssertSubscriber<List<Entry>> watcher = watch(runs(), run).awaitCompletion(SOON);
    return watcher.getItems().stream()
        .flatMap(List::stream)
        .mapToLong(entry -> EventJson.encode(entry.event()).length + 1) // a line each
        .sum();
  }

  private static AssertSubscriber<List<Entry>> watch(Runs runs, String run) {
    return runs.watch(run, 0).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  /** As a server does: the worker that an earlier look started may give the run up after this. */
  private void lookUntilEnded(Runs runs, String run) {
    soon()
        .until(
            () -> {
              runs.takeOver();
              return get(log.head(run)).ended();
            });
  }

  private static void awaitIdle(Runs runs) {
    soon().until(() -> runs.active() == 0);
  }

  private static ConditionFactory soon() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).atMost(SOON);
  }

  private List<Event> events(String run) {
    return get(log.next(run, 0)).stream().map(Entry::event).toList();
  }

  private static <T> T get(Uni<T> call) {
    return call.await().atMost(SOON);
  }
}
