package dev.hone.run.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.run.Quota;
import dev.hone.run.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final SettableClock clock = new SettableClock();
  private final MemoryLedger ledger = new MemoryLedger(clock);

  @Test
  void forgetsNothingWhenTheClockIsSetBackIntoTheWindowBefore() {
    ledger.add("ann", 7);
    clock.advance(Duration.ofSeconds(-1));
    assertEquals(7, tokens());
    ledger.add("ann", 2);
    clock.advance(Duration.ofSeconds(1));

    assertEquals(9, tokens());
  }

  @Test
  void beginsAnewWhenTheClockWasWrong() {
    clock.advance(Duration.ofDays(400));
    ledger.add("ann", 7);
    clock.advance(Duration.ofDays(-400));

    assertEquals(0, tokens());
  }

  private long tokens() {
    return ledger.add("ann", Quota.TOKENS, 0).await().atMost(SOON).amount();
  }
}
