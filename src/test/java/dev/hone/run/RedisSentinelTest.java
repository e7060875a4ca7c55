package dev.hone.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.redis.RedisRunLog;
import dev.hone.run.redis.RedisSettings;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The primary dies in the middle of runs, and its replica takes its place. */
class RedisSentinelTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int RUNS = 10;
  private static final int DELTAS = 200;

  @Test
  void allRunsGoOnAndNoNumberHasTwoContents() {
    Vertx vertx = Vertx.vertx();
    try (RedisServer primary = RedisServer.start();
        RedisServer replica = primary.replica();
        RedisServer sentinel = primary.sentinel()) {
      await()
          .atMost(LONG)
          .until(() -> replica.call("INFO", "replication").contains("master_link_status:up"));
      await()
          .atMost(LONG)
          .until(
              () -> sentinel.call("SENTINEL", "MASTER", "hone").contains("num-slaves\r\n$1\r\n1"));
      RedisRunLog working = pod(vertx, sentinel);
      RedisRunLog watching = pod(vertx, sentinel);

      List<Followed> runs =
          IntStream.range(0, RUNS).mapToObj(i -> new Followed("r" + i, working, watching)).toList();
      List<CompletableFuture<Void>> work =
          runs.stream().map(run -> CompletableFuture.runAsync(run::work)).toList();
      await().atMost(LONG).until(() -> runs.stream().allMatch(run -> run.seen().size() > 50));
      primary.kill();
      work.forEach(CompletableFuture::join);

      runs.forEach(Followed::check);
      working.close().await().atMost(LONG);
      watching.close().await().atMost(LONG);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static RedisRunLog pod(Vertx vertx, RedisServer sentinel) {
    RedisSettings settings =
        new RedisSettings(
            "test:", Duration.ofSeconds(10), Duration.ofSeconds(2), LONG, Duration.ofDays(7), 1000);
    return new RedisRunLog(vertx, sentinel.clientOfPrimary(vertx), settings, Clock.systemUTC());
  }

  /** A run that one pod works on and another watches. */
  private static final class Followed {

    private final String run;
    private final RedisRunLog working;
    private final RedisRunLog watching;
    private final RunLog.Lease lease;
    private final AssertSubscriber<List<Entry>> watcher;
    private final Map<Long, Fact> appended = new TreeMap<>();

    Followed(String run, RedisRunLog working, RedisRunLog watching) {
      this.run = run;
      this.working = working;
      this.watching = watching;
      this.lease = working.create(run, "ann", RunFacts.created()).await().atMost(LONG);
      this.watcher =
          Pull.after(0, position -> watching.next(run, position))
              .subscribe()
              .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    void work() {
      append(RunFacts.started());
      append(new Fact.CandidateStarted(0, 0, null));
      IntStream.range(0, DELTAS).forEach(i -> append(RunFacts.delta(0, i + " ")));
      await().atMost(LONG).until(() -> texts().equals(numbers()));
      append(RunFacts.completed());
    }

    void check() {
      watcher.awaitCompletion(LONG);
      for (Event event : seen()) {
        if (!(event.fact() instanceof Fact.Delta) && event.seq() > 1) {
          assertEquals(appended.get(event.seq()), event.fact());
        }
      }
      assertEquals(numbers(), texts());
      List<Long> seqs = seen().stream().map(Event::seq).toList();
      assertEquals(seqs.stream().sorted().distinct().toList(), seqs);
      RunState state = state();
      assertEquals(RunState.Status.COMPLETED, state.status());
      assertEquals(RunState.of(seen()), state);
    }

    /** A read doesn't wait for the failover, which this connection may be the last to notice. */
    private RunState state() {
      return await()
          .ignoreExceptionsInstanceOf(RunLogFailure.Unavailable.class)
          .atMost(LONG)
          .until(() -> watching.state(run).await().atMost(LONG), Objects::nonNull);
    }

    List<Event> seen() {
      return List.copyOf(watcher.getItems()).stream()
          .flatMap(List::stream)
          .map(Entry::event)
          .toList();
    }

    private void append(Fact fact) {
      Event event = working.append(lease, fact).await().atMost(LONG);
      appended.put(event.seq(), event.fact());
    }

    private String texts() {
      StringBuilder text = new StringBuilder();
      for (Event event : new ArrayList<>(seen())) {
        if (event.fact() instanceof Fact.Delta delta) {
          text.append(delta.text());
        }
      }
      return text.toString();
    }

    private static String numbers() {
      return IntStream.range(0, DELTAS).mapToObj(i -> i + " ").reduce("", String::concat);
    }
  }
}
