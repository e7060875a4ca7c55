package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.run.local.MemoryRunLog;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PullTest {

  private final MemoryRunLog log = new MemoryRunLog(Clock.systemUTC(), Duration.ofDays(1), 10);
  private final List<Long> asked = new ArrayList<>();
  private RunLog.Lease lease;

  @BeforeEach
  void createRun() {
    lease = log.create("r1", "ann", RunFacts.created()).await().indefinitely();
  }

  @Test
  void asksNothingWithoutDemand() {
    AssertSubscriber<List<Entry>> watcher = watch(0, 0);

    watcher.assertSubscribed().assertNotTerminated();
    assertEquals(List.of(), asked);
  }

  @Test
  void asksOnceForEachRequest() {
    append(4);
    AssertSubscriber<List<Entry>> watcher = watch(0, 1);
    assertEquals(List.of(0L), asked);

    watcher.request(1);
    append(4);
    watcher.request(1);

    assertEquals(List.of(0L, 5L, 6L), asked);
    assertEquals(List.of(5L, 6L), lastSeqs(watcher).subList(0, 2));
  }

  @Test
  void asksOnceWhenDemandGrowsWhileItWaits() {
    AssertSubscriber<List<Entry>> watcher = watch(1, 1);

    watcher.request(1);
    watcher.request(1);
    assertEquals(List.of(1L), asked);
    append(1);

    assertEquals(List.of(1L, 2L), asked);
    watcher.assertNotTerminated();
  }

  @Test
  void givesASlowWatcherMergedDeltas() {
    AssertSubscriber<List<Entry>> slow = watch(1, 1);
    append(100);

    slow.request(1);

    assertEquals(List.of(2L, 101L), lastSeqs(slow));
    assertEquals(2, slow.getItems().stream().mapToInt(List::size).sum());
  }

  @Test
  void completesAfterTheTerminalEventWithoutMoreDemand() {
    AssertSubscriber<List<Entry>> watcher = watch(1, 1);

    log.append(lease, RunFacts.completed()).await().indefinitely();

    watcher.assertCompleted();
    assertEquals(List.of(2L), lastSeqs(watcher));
  }

  @Test
  void completesAtOnceWhereNothingFollows() {
    log.append(lease, RunFacts.completed()).await().indefinitely();

    watch(2, 1).assertCompleted().assertHasNotReceivedAnyItem();
  }

  @Test
  void failsWhereThereIsNoRun() {
    Pull.after(0, after -> log.next("r9", after))
        .subscribe()
        .withSubscriber(AssertSubscriber.create(1))
        .assertFailedWith(RunLogFailure.NotFound.class);
  }

  @Test
  void stopsWaitingWhenItIsCancelled() {
    AssertSubscriber<List<Entry>> watcher = watch(1, 1);
    assertEquals(1, log.waiting("r1"));

    watcher.cancel();

    assertEquals(0, log.waiting("r1"));
    append(1);
    watcher.assertHasNotReceivedAnyItem().assertNotTerminated();
  }

  @Test
  void asksNothingMoreWhenItIsCancelledWithAnItem() {
    append(3);
    List<List<Entry>> got = new ArrayList<>();

    stream(0).select().first().subscribe().with(got::add);

    assertEquals(1, got.size());
    assertEquals(List.of(0L), asked);
    assertEquals(0, log.waiting("r1"));
  }

  @Test
  void hasACursorForEachSubscription() {
    Multi<List<Entry>> stream = stream(0);

    AssertSubscriber<List<Entry>> one =
        stream.subscribe().withSubscriber(AssertSubscriber.create(1));
    AssertSubscriber<List<Entry>> other =
        stream.subscribe().withSubscriber(AssertSubscriber.create(1));

    assertEquals(lastSeqs(one), lastSeqs(other));
  }

  private AssertSubscriber<List<Entry>> watch(long after, long demand) {
    return stream(after).subscribe().withSubscriber(AssertSubscriber.create(demand));
  }

  private Multi<List<Entry>> stream(long after) {
    return Pull.after(
        after,
        position -> {
          Uni<List<Entry>> next = log.next("r1", position);
          return next.onSubscription().invoke(() -> asked.add(position));
        });
  }

  private void append(int deltas) {
    IntStream.range(0, deltas)
        .forEach(i -> log.append(lease, RunFacts.delta(0, i + " ")).await().indefinitely());
  }

  private static List<Long> lastSeqs(AssertSubscriber<List<Entry>> watcher) {
    return watcher.getItems().stream()
        .map(slice -> slice.get(slice.size() - 1).event().seq())
        .toList();
  }
}
