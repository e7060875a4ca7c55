package dev.hone.api.connection;

import static dev.hone.api.connection.MessageRate.Verdict.CLOSE;
import static dev.hone.api.connection.MessageRate.Verdict.REFUSE;
import static dev.hone.api.connection.MessageRate.Verdict.TAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MessageRateTest {

  private static final long SECOND = 1_000_000_000L;

  private long now = 7;
  private final MessageRate rate = new MessageRate(2, 3, () -> now);

  @Test
  void aBurstIsTakenThenOnesAreRefusedThenTheSocketIsClosed() {
    next(3, TAKE);
    next(4, REFUSE);
    next(1, CLOSE);
  }

  @Test
  void whoStopsIsTakenAgain() {
    next(3, TAKE);
    next(2, REFUSE);
    now += 2 * SECOND; // 4 more: 2 make up for what was refused
    next(2, TAKE);
    next(1, REFUSE);
  }

  @Test
  void whoKeepsToTheRateIsAlwaysTaken() {
    next(3, TAKE);
    for (int i = 0; i < 100; i++) {
      now += SECOND / 2;
      next(1, TAKE);
    }
  }

  @Test
  void aLongPauseIsWorthNoMoreThanABurst() {
    now += 1000 * SECOND;
    next(3, TAKE);
    next(1, REFUSE);
  }

  private void next(int messages, MessageRate.Verdict verdict) {
    for (int i = 0; i < messages; i++) {
      assertEquals(verdict, rate.next());
    }
  }
}
