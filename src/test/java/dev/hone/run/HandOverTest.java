package dev.hone.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.ModelChunk;
import dev.hone.refinement.OnDisconnect;
import dev.hone.refinement.RewardMode;
import dev.hone.refinement.RunState;
import dev.hone.refinement.RunState.Status;
import dev.hone.refinement.ScriptedReward;
import dev.hone.refinement.ScriptedWriter;
import dev.hone.refinement.Settings;
import dev.hone.refinement.Usage;
import dev.hone.run.local.MemoryRunLog;
import dev.hone.telemetry.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pod that is to stop gives its runs up at the end of their steps, and another goes on. */
class HandOverTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static Vertx vertx;

  private final RunLog log = new MemoryRunLog(Clock.systemUTC(), Duration.ofDays(1), 1000);
  private final ScriptedWriter writer = new ScriptedWriter();
  private ScriptedReward reward = ScriptedReward.pointwise(0.1, 0.2, 0.3, 0.4);

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  // Edges

  @Test
  void givesARunUpAfterTheCandidateThatIsBeingWritten() {
    UnicastProcessor<ModelChunk> answer = UnicastProcessor.create();
    writer.stream(answer);
    Runs runs = runs(1, 0);
    String run = start(runs, 1);
    soon().until(() -> writer.requests.size() == 1);

    CompletionStage<Void> over = runs.handOver();
    assertFalse(isDone(over));
    answer(answer);

    awaitDone(over);
    assertEquals(
        List.of("run.created", "run.started", "candidate.started", "candidate.completed"),
        stepsOf(run));
    assertEquals(List.of(), reward.subjects);
  }

  @Test
  void givesARunUpAfterTheEvaluationThatIsUnderWay() {
    writer.answers("first");
    UnicastProcessor<Assessment> verdict = UnicastProcessor.create();
    reward = new ScriptedReward(RewardMode.POINTWISE).stream(verdict);
    Runs runs = runs(1, 0);
    String run = start(runs, 1);
    soon().until(() -> reward.subjects.size() == 1);

    CompletionStage<Void> over = runs.handOver();
    assertFalse(isDone(over));
    ScriptedReward.pointwise(0.5)
        .evaluate(reward.subjects.get(0))
        .subscribe()
        .with(verdict::onNext, verdict::onError, verdict::onComplete);

    awaitDone(over);
    List<String> steps = stepsOf(run);
    assertEquals("evaluation.completed", steps.get(steps.size() - 1));
    assertEquals(1, writer.requests.size());
  }

  @Test
  void endsARunWhoseLastStepIsDone() {
    UnicastProcessor<ModelChunk> answer = UnicastProcessor.create();
    writer.stream(answer);
    reward = new ScriptedReward(RewardMode.POINTWISE).gives(perfect());
    Runs runs = runs(1, 0);
    String run = start(runs, 0, OnDisconnect.CANCEL);
    soon().until(() -> writer.requests.size() == 1);

    CompletionStage<Void> over = runs.handOver();
    answer(answer);

    awaitDone(over);
    assertEquals(Status.COMPLETED, get(log.state(run)).status());
  }

  @Test
  void endsARunByItselfWhereNoStepFollowsItsLastEvaluation() {
    writer.answers("first");
    UnicastProcessor<Assessment> verdict = UnicastProcessor.create();
    reward = new ScriptedReward(RewardMode.POINTWISE).stream(verdict);
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    soon().until(() -> reward.subjects.size() == 1);

    CompletionStage<Void> over = runs.handOver();
    verdict.onNext(new Assessment.Verdict(perfect()));
    verdict.onComplete();

    awaitDone(over);
    assertEquals(Status.COMPLETED, get(log.state(run)).status());
    assertEquals(1, get(log.state(run)).attempt());
  }

  @Test
  void givesAQueuedRunUpAtOnce() {
    writer.stream(Multi.createFrom().nothing());
    Runs runs = runs(1, 2);
    String active = start(runs, 0);
    soon().until(() -> writer.requests.size() == 1);
    String queued = start(runs, 0);

    runs.handOver();

    soon().until(() -> runs.queued() == 0);
    assertEquals(List.of("run.created"), stepsOf(queued));
    assertEquals(1, runs.active());
    runs.stop();
    soon().until(() -> runs.active() == 0);
    assertEquals(List.of(queued, active), claimed());
    assertEquals(1, writer.requests.size());
  }

  @Test
  void givesUpInTheMiddleWhatTakesTooLong() {
    writer.stream(Multi.createFrom().nothing());
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    soon().until(() -> writer.requests.size() == 1);
    CompletionStage<Void> over = runs.handOver();

    runs.stop();

    awaitDone(over);
    soon().until(() -> writer.cancelled.get() == 1);
    assertFalse(get(log.head(run)).ended());
    assertEquals(List.of(run), claimed());
  }

  @Test
  void isOverAtOnceWhereNothingRuns() {
    assertTrue(isDone(runs(1, 0).handOver()));
  }

  @Test
  void anotherPodGoesOnFromTheEdge() {
    UnicastProcessor<ModelChunk> answer = UnicastProcessor.create();
    writer.stream(answer).answers("second");
    Runs leaving = runs(1, 0);
    String run = start(leaving, 1);
    soon().until(() -> writer.requests.size() == 1);
    CompletionStage<Void> over = leaving.handOver();
    answer(answer);
    awaitDone(over);

    runs(1, 0).takeOver();

    soon().until(() -> get(log.head(run)).ended());
    RunState end = get(log.state(run));
    assertEquals(Status.COMPLETED, end.status());
    assertEquals(2, end.attempt());
    assertEquals(2, writer.requests.size());
    assertFalse(stepsOf(run).contains("candidate.discarded"));
  }

  // Tied runs

  @Test
  void letsATiedRunGoOnToItsEnd() {
    UnicastProcessor<ModelChunk> answer = UnicastProcessor.create();
    writer.stream(answer).answers("second");
    Runs runs = runs(1, 0);
    String run = start(runs, 1, OnDisconnect.CANCEL);
    soon().until(() -> writer.requests.size() == 1);

    CompletionStage<Void> over = runs.handOver();
    answer(answer);

    awaitDone(over);
    assertEquals(Status.COMPLETED, get(log.state(run)).status());
    assertEquals(2, get(log.state(run)).state().candidates().size());
  }

  @Test
  void givesAQueuedTiedRunItsTurnWhileThereIsTime() {
    UnicastProcessor<ModelChunk> answer = UnicastProcessor.create();
    writer.stream(answer).answers("first of the tied one");
    Runs runs = runs(1, 1);
    start(runs, 1);
    soon().until(() -> writer.requests.size() == 1);
    String tied = start(runs, 0, OnDisconnect.CANCEL);

    CompletionStage<Void> over = runs.handOver();
    answer(answer);

    awaitDone(over);
    assertEquals(Status.COMPLETED, get(log.state(tied)).status());
  }

  @Test
  void cancelsATiedRunWhenTheTimeIsUp() {
    writer.stream(Multi.createFrom().nothing());
    Runs runs = runs(1, 1);
    String run = start(runs, 0, OnDisconnect.CANCEL);
    soon().until(() -> writer.requests.size() == 1);
    String queued = start(runs, 0, OnDisconnect.CANCEL);
    CompletionStage<Void> over = runs.handOver();

    runs.stop();

    awaitDone(over);
    for (String tied : List.of(run, queued)) {
      Fact end = get(log.state(tied)).state().terminal();
      assertEquals("disconnect", assertInstanceOf(Fact.RunCancelled.class, end).by());
    }
    assertEquals(1, writer.cancelled.get());
  }

  // Newcomers

  @Test
  void takesNoMoreRuns() {
    Runs runs = runs(1, 1);

    runs.refuse();

    Stopping why = assertThrows(Stopping.class, () -> start(runs, 0));
    assertEquals(Duration.ofSeconds(5), why.retryAfter());
    assertEquals(List.of(), get(log.list(new RunLog.Listing("ann", null, null, 9))).runs());
  }

  @Test
  void takesNoRunOver() {
    get(log.create("r1", "ann", RunFacts.created()));
    RunLog.Lease left = new RunLog.Lease("r1", 1);
    log.requests(left).subscribe().withSubscriber(AssertSubscriber.create()).cancel();
    Runs runs = runs(1, 1);

    runs.refuse();
    runs.takeOver();

    assertEquals(List.of("r1"), claimed());
  }

  @Test
  void givesARunUpThatWasBeingCreatedMeanwhile() {
    Runs runs = runs(1, 0);
    runs.handOver();

    String run = start(runs, 0); // it was let in before

    soon().until(() -> claimed().equals(List.of(run)));
    assertEquals(0, runs.active());
    assertEquals(List.of(), writer.requests);
  }

  // Watchers

  @Test
  void showsTheEndOfTheStepToThoseWhoWatchAndThenEndsTheirStreams() {
    UnicastProcessor<ModelChunk> answer = UnicastProcessor.create();
    writer.stream(answer);
    Runs runs = runs(1, 0);
    String run = start(runs, 1);
    AssertSubscriber<List<Entry>> watcher = watch(runs, run);
    AssertSubscriber<List<Entry>> slow =
        runs.watch(run, 0).subscribe().withSubscriber(AssertSubscriber.create(1));
    soon().until(() -> writer.requests.size() == 1);

    runs.handOver();
    watcher.assertNotTerminated();
    answer(answer);

    watcher.awaitCompletion(SOON);
    assertEquals(stepsOf(run), typesWithoutDeltas(watcher));
    slow.assertNotTerminated().request(99).awaitCompletion(SOON);
    assertEquals(stepsOf(run), typesWithoutDeltas(slow));
    assertEquals(0, runs.watchers());
  }

  @Test
  void endsTheStreamsOfRunsThatAreWorkedOnElsewhereAtOnce() {
    get(log.create("r1", "ann", RunFacts.created()));
    Runs runs = runs(1, 0);
    AssertSubscriber<List<Entry>> watcher = watch(runs, "r1");
    watcher.assertNotTerminated();

    runs.handOver();

    watcher.awaitCompletion(SOON);
    AssertSubscriber<List<Entry>> late = watch(runs, "r1");
    late.assertNotTerminated();
    runs.dismissWatchers();
    late.awaitCompletion(SOON);
    assertEquals(List.of("run.created"), typesWithoutDeltas(late));
    assertEquals(
        List.of("run.created"), typesWithoutDeltas(watch(runs, "r1").awaitCompletion(SOON)));
  }

  @Test
  void tellsWhoWaitsForTheEndHowTheRunStands() {
    writer.stream(Multi.createFrom().nothing());
    Runs runs = runs(1, 0);
    String run = start(runs, 0);
    soon().until(() -> writer.requests.size() == 1);
    UniAssertSubscriber<RunState> waiting =
        runs.ended(run).subscribe().withSubscriber(UniAssertSubscriber.create());

    runs.handOver();
    waiting.assertNotTerminated();
    runs.stop();

    assertEquals(Status.RUNNING, waiting.awaitItem(SOON).getItem().status());
  }

  @Test
  void showsTheCancellationOfATiedRunBeforeTheStreamEnds() {
    writer.stream(Multi.createFrom().nothing());
    Runs runs = runs(1, 0);
    String run = start(runs, 0, OnDisconnect.CANCEL);
    soon().until(() -> writer.requests.size() == 1);
    AssertSubscriber<List<Entry>> watcher = watch(runs, run);
    runs.handOver().thenRun(runs::dismissWatchers);

    runs.stop();

    List<String> seen = typesWithoutDeltas(watcher.awaitCompletion(SOON));
    assertEquals("run.cancelled", seen.get(seen.size() - 1));
  }

  // Words of the tests above

  private Runs runs(int maxActive, int maxQueued) {
    return new Runs(
        Hosting.with(log, writer, reward),
        new Admission(maxActive, maxQueued, Duration.ofSeconds(5)),
        new RunFigures(new SimpleMeterRegistry(), new CollectorRegistry()),
        Traces.OFF,
        vertx);
  }

  private static String start(Runs runs, int maxIterations) {
    return start(runs, maxIterations, OnDisconnect.CONTINUE);
  }

  private static String start(Runs runs, int maxIterations, OnDisconnect onDisconnect) {
    Settings settings = RunFacts.settings(maxIterations, onDisconnect);
    return get(runs.start(new NewRun("ann", RunFacts.QUESTION, settings, Map.of()))).id();
  }

  private static Evaluation perfect() {
    return Evaluation.of("scripted", 1.0, "fine");
  }

  private static void answer(UnicastProcessor<ModelChunk> model) {
    model.onNext(new ModelChunk.Text("Blue"));
    model.onNext(new ModelChunk.Finished("stop", Usage.of(10, 5)));
    model.onComplete();
  }

  private static AssertSubscriber<List<Entry>> watch(Runs runs, String run) {
    return runs.watch(run, 0).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
  }

  private static List<String> typesWithoutDeltas(AssertSubscriber<List<Entry>> watcher) {
    return types(watcher.getItems().stream().flatMap(List::stream).map(Entry::event).toList());
  }

  /** What is in the log, deltas left out. */
  private List<String> stepsOf(String run) {
    return types(get(log.next(run, 0)).stream().map(Entry::event).toList());
  }

  private static List<String> types(List<Event> events) {
    return events.stream()
        .filter(event -> !(event.fact() instanceof Fact.Delta))
        .map(event -> event.fact().type())
        .toList();
  }

  private List<String> claimed() {
    return get(log.claim(99)).stream().map(RunLog.Lease::run).toList();
  }

  private static boolean isDone(CompletionStage<Void> stage) {
    return stage.toCompletableFuture().isDone();
  }

  private static void awaitDone(CompletionStage<Void> stage) {
    soon().until(() -> isDone(stage));
  }

  private static ConditionFactory soon() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).atMost(SOON);
  }

  private static <T> T get(Uni<T> call) {
    return call.await().atMost(SOON);
  }
}
