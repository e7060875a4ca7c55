package dev.hone.run.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.run.Entry;
import dev.hone.run.Ledger;
import dev.hone.run.RunFacts;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogContract;
import dev.hone.run.RunLogFailure;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryRunLogTest extends RunLogContract {

  private MemoryRunLog memory;

  @Override
  protected RunLog create(Clock clock, Duration age, int endedRuns) {
    memory = new MemoryRunLog(clock, age, endedRuns);
    return memory;
  }

  @Override
  protected Ledger ledger() {
    return memory.ledger();
  }

  @Override
  protected int waiting(String run) {
    return memory.waiting(run);
  }

  @Test
  void sharesOneEntryAmongReadersThatWaitForTheSame() {
    RunLog.Lease lease = begin("r1");
    UniAssertSubscriber<List<Entry>> one = waitFor("r1", 1);
    UniAssertSubscriber<List<Entry>> other = waitFor("r1", 1);

    append(lease, RunFacts.started());

    assertSame(one.getItem().get(0), other.getItem().get(0));
    assertSame(one.getItem().get(0), get(log.next("r1", 1)).get(0));
  }

  @Test
  void sharesAMergedEntryAmongReadersInLockstep() {
    append(begin("r1"), RunFacts.step(0, 500).subList(0, 401));

    assertSame(get(log.next("r1", 2)).get(0), get(log.next("r1", 2)).get(0));
  }

  @Test
  void wakesReadersInTheOrderOfTheirComing() {
    RunLog.Lease lease = begin("r1");
    List<Integer> woken = new ArrayList<>();
    IntStream.range(0, 50)
        .forEach(i -> log.next("r1", 1).subscribe().with(ignored -> woken.add(i)));

    append(lease, RunFacts.started());

    assertEquals(IntStream.range(0, 50).boxed().toList(), woken);
  }

  @Test
  void wakesReadersOutsideTheLock() {
    RunLog.Lease lease = begin("r1");
    List<Long> seqs = new ArrayList<>();
    log.next("r1", 1)
        .subscribe()
        .with(
            ignored -> {
              Thread other =
                  new Thread(() -> seqs.add(get(log.append(lease, RunFacts.delta(0, "x"))).seq()));
              other.start();
              join(other);
            });

    append(lease, RunFacts.started());

    assertEquals(List.of(3L), seqs);
  }

  @Test
  void dropsOldRunsWhenItIsSwept() {
    append(begin("r1"), RunFacts.completed());
    clock.advance(Duration.ofDays(8));

    memory.sweep();

    fails(RunLogFailure.NotFound.class, log.head("r1"));
  }

  @Test
  void refusesAnIdThatIsTaken() {
    begin("r1");

    assertThrows(IllegalArgumentException.class, () -> begin("r1"));
  }

  @Test
  void hasNothingToClaim() {
    begin("r1");

    assertEquals(List.of(), get(log.claim(9)));
  }

  @Test
  void refusesRetentionThatWouldKeepNothing() {
    assertThrows(
        IllegalArgumentException.class, () -> new MemoryRunLog(clock, Duration.ofDays(1), 0));
    assertThrows(IllegalArgumentException.class, () -> new MemoryRunLog(clock, Duration.ZERO, 1));
  }

  @Test
  void dropsEndedRunsThatTakeTooMuchOfTheHeapButTheNewest() {
    log = new MemoryRunLog(clock, Duration.ofDays(1), 9, 1);
    begin("r0");
    append(begin("r1"), RunFacts.completed());
    assertEquals("r1", get(log.state("r1")).id());

    append(begin("r2"), RunFacts.completed());

    fails(RunLogFailure.NotFound.class, log.state("r1"));
    assertEquals("r2", get(log.state("r2")).id());
    assertEquals("r0", get(log.state("r0")).id());
  }

  @Test
  void countsTheTextsOfARun() {
    append(begin("small"), RunFacts.completed());
    RunLog.Lease large = begin("large");
    append(large, RunFacts.step(0, 10_000));
    append(large, RunFacts.completed());

    long text = get(log.state("large")).state().candidates().get(0).content().length();
    assertTrue(memory.bytes("large") - memory.bytes("small") > 2 * text);
  }

  @Test
  void aReaderThatBreaksKeepsTheNewsFromNobody() {
    RunLog.Lease lease = begin("r1");
    UniAssertSubscriber<List<Entry>> before = waitFor("r1", 1);
    log.next("r1", 1).subscribe().withSubscriber(new Breaking());
    UniAssertSubscriber<List<Entry>> after = waitFor("r1", 1);

    append(lease, RunFacts.started());

    assertEquals(2, before.getItem().get(0).event().seq());
    assertEquals(2, after.getItem().get(0).event().seq());
  }

  private static final class Breaking implements UniSubscriber<List<Entry>> {

    @Override
    public void onSubscribe(UniSubscription subscription) {}

    @Override
    public void onItem(List<Entry> slice) {
      throw new IllegalStateException("the reader breaks, as it is to");
    }

    @Override
    public void onFailure(Throwable failure) {}
  }

  private static void join(Thread other) {
    try {
      other.join(SOON.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
