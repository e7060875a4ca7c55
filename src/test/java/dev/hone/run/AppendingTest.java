package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Facts on their way into a log that answers later. */
class AppendingTest {

  private final List<String> heard = new ArrayList<>();
  private final Deque<UniEmitter<? super Event>> waiting = new ArrayDeque<>();
  private final Appending appending =
      new Appending(
          fact -> Uni.createFrom().<Event>emitter(answer -> waiting.add(answer)),
          Runnable::run,
          new Pipeline.Listener() {
            @Override
            public void appended(Event event) {
              heard.add("appended " + event.seq());
            }

            @Override
            public void broke(Throwable failure) {
              heard.add("broke");
            }

            @Override
            public void stopped() {
              heard.add("stopped");
            }

            @Override
            public void hasEnded() {
              heard.add("has ended");
            }
          });

  @Test
  void asksForTheNextFactWhenTheOneBeforeIsInTheLog() {
    facts().subscribe().withSubscriber(appending);

    assertEquals(1, waiting.size());
    answer(1);

    assertEquals(List.of("appended 1"), heard);
    assertEquals(1, waiting.size());
  }

  @Test
  void doesNotStopBeforeTheLastFactIsInTheLog() {
    facts().subscribe().withSubscriber(appending);

    answer(1);
    answer(2);

    assertEquals(List.of("appended 1", "appended 2", "stopped"), heard);
  }

  @Test
  void tellsNothingOnceItIsCancelled() {
    AtomicBoolean dropped = new AtomicBoolean();
    facts().onCancellation().invoke(() -> dropped.set(true)).subscribe().withSubscriber(appending);

    appending.cancel();
    answer(1);

    assertTrue(dropped.get());
    assertEquals(List.of(), heard);
  }

  @Test
  void breaksOnceWhereTheLogRefuses() {
    AtomicBoolean dropped = new AtomicBoolean();
    facts().onCancellation().invoke(() -> dropped.set(true)).subscribe().withSubscriber(appending);

    waiting.poll().fail(new RunLogFailure.Ended("r1"));

    assertEquals(List.of("broke"), heard);
    assertTrue(dropped.get());
    assertFalse(waiting.iterator().hasNext());
  }

  private static Multi<Fact> facts() {
    return Multi.createFrom()
        .items(new Fact.RunStarted("pod", 1), new Fact.CandidateDelta(0, "The"));
  }

  private void answer(long seq) {
    waiting.poll().complete(new Event("r1", seq, Instant.EPOCH, new Fact.CandidateDelta(0, "x")));
  }
}
