package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WaitingTest {

  private final AtomicReference<Waiting> waiting = new AtomicReference<>();
  private final AtomicInteger left = new AtomicInteger();

  @Test
  void isAnsweredOnce() {
    UniAssertSubscriber<List<Entry>> reader = ask();

    waiting.get().complete(List.of());
    waiting.get().complete(List.of());
    waiting.get().fail(new IllegalStateException("late"));

    reader.assertCompleted().assertItem(List.of());
  }

  @Test
  void failsOnce() {
    UniAssertSubscriber<List<Entry>> reader = ask();

    waiting.get().fail(new RunLogFailure.NotFound("r"));
    waiting.get().complete(List.of());

    reader.assertFailedWith(RunLogFailure.NotFound.class);
  }

  @Test
  void failsByWhatAskingThrows() {
    UniAssertSubscriber<List<Entry>> reader =
        Waiting.asking(
                asked -> {
                  throw new RunLogFailure.NotFound("r");
                })
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    reader.assertFailedWith(RunLogFailure.NotFound.class);
  }

  @Test
  void leavesWhenItIsCancelledAndHearsNothingMore() {
    UniAssertSubscriber<List<Entry>> reader = ask();
    waiting.get().onCancellation(left::incrementAndGet);

    reader.cancel();
    reader.cancel();
    waiting.get().complete(List.of());

    assertEquals(1, left.get());
    reader.assertNotTerminated();
  }

  @Test
  void leavesAtOnceIfItWasCancelledBefore() {
    UniAssertSubscriber<List<Entry>> reader = ask();
    reader.cancel();

    waiting.get().onCancellation(left::incrementAndGet);

    assertEquals(1, left.get());
  }

  @Test
  void doesNotLeaveAfterAnAnswer() {
    UniAssertSubscriber<List<Entry>> reader = ask();
    waiting.get().onCancellation(left::incrementAndGet);
    waiting.get().complete(List.of());

    reader.cancel();

    assertEquals(0, left.get());
    reader.assertCompleted();
  }

  private UniAssertSubscriber<List<Entry>> ask() {
    return Waiting.asking(waiting::set).subscribe().withSubscriber(UniAssertSubscriber.create());
  }
}
