package dev.hone.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnfoldingTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 100, Long.MAX_VALUE})
  void eachItemBecomesWhatFollowsInOrder(long atOnce) {
    AssertSubscriber<String> reader =
        times(Multi.createFrom().items(2, 0, 1, 3, 0)).subscribe().withSubscriber(some(0));

    for (int i = 0; i < 10; i++) {
      reader.request(atOnce);
    }

    reader.assertCompleted().assertItems("2.0", "2.1", "1.0", "3.0", "3.1", "3.2");
  }

  @Test
  void theNextIsAskedForWhenWhatFollowedIsTaken() {
    AtomicLong asked = new AtomicLong();
    AssertSubscriber<String> reader =
        times(Multi.createFrom().items(2, 1, 1).onRequest().invoke(asked::addAndGet))
            .subscribe()
            .withSubscriber(some(1));
    assertEquals(1, asked.get());

    reader.request(1);
    assertEquals(1, asked.get());
    reader.assertItems("2.0", "2.1");

    reader.request(1);
    assertEquals(2, asked.get());
    reader.assertItems("2.0", "2.1", "1.0").assertNotTerminated();
  }

  @Test
  void completesWithoutDemandOnceAllIsTaken() {
    times(Multi.createFrom().empty()).subscribe().withSubscriber(some(0)).assertCompleted();
  }

  @Test
  void aFailureComesAfterWhatFollowedBefore() {
    List<MultiEmitter<? super Integer>> source = new ArrayList<>();
    AssertSubscriber<String> reader =
        times(Multi.createFrom().<Integer>emitter(source::add)).subscribe().withSubscriber(some(1));

    source.get(0).emit(2);
    source.get(0).fail(new IllegalStateException("broken"));
    reader.assertItems("2.0").assertNotTerminated();
    reader.request(1);

    reader.assertItems("2.0", "2.1").assertFailedWith(IllegalStateException.class, "broken");
  }

  /** As an operator does that has a defect: it would wait for ever for what it was given. */
  @Test
  void whoBreaksWhenGivenAnItemIsToldOfIt() {
    List<MultiEmitter<? super Integer>> source = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    AtomicLong cancelled = new AtomicLong();
    Multi<String> items =
        times(
            Multi.createFrom()
                .<Integer>emitter(source::add)
                .onCancellation()
                .invoke(cancelled::incrementAndGet));
    items.subscribe().withSubscriber(new Breaking(failures));

    source.get(0).emit(2);
    source.get(0).emit(1);

    assertEquals(List.of("broken"), failures.stream().map(Throwable::getMessage).toList());
    assertEquals(1, cancelled.get());
  }

  private record Breaking(List<Throwable> failures) implements MultiSubscriber<String> {
    @Override
    public void onItem(String item) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void onFailure(Throwable failure) {
      failures.add(failure);
    }

    @Override
    public void onCompletion() {
      throw new AssertionError();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }
  }

  @Test
  void whatCannotBeUnfoldedFailsAndCancels() {
    AtomicLong cancelled = new AtomicLong();
    Multi<Integer> items =
        Multi.createFrom().items(1, -1, 1).onCancellation().invoke(cancelled::incrementAndGet);

    AssertSubscriber<String> reader = times(items).subscribe().withSubscriber(some(10));

    reader.assertItems("1.0").assertFailedWith(IllegalArgumentException.class);
    assertEquals(1, cancelled.get());
  }

  @Test
  void nothingComesAfterCancellation() {
    List<MultiEmitter<? super Integer>> source = new ArrayList<>();
    AssertSubscriber<String> reader =
        times(Multi.createFrom().<Integer>emitter(source::add)).subscribe().withSubscriber(some(1));
    source.get(0).emit(2);

    reader.cancel();
    reader.request(1);
    source.get(0).emit(2).complete();

    reader.assertItems("2.0").assertNotTerminated();
  }

  @Test
  void wantsAPositiveNumber() {
    AssertSubscriber<String> reader =
        times(Multi.createFrom().items(1)).subscribe().withSubscriber(some(0));

    reader.request(0);

    reader.assertFailedWith(IllegalArgumentException.class);
  }

  @Test
  void longRowsDoNotDeepenTheStack() {
    AssertSubscriber<String> reader =
        times(Multi.createFrom().range(0, 100_000).map(i -> i % 2))
            .subscribe()
            .withSubscriber(some(Long.MAX_VALUE));

    assertEquals(50_000, reader.assertCompleted().getItems().size());
  }

  /** Of a number as many texts. */
  private static Multi<String> times(Multi<Integer> numbers) {
    return Unfolding.of(
        numbers,
        number -> {
          List<String> texts = new ArrayList<>(Collections.nCopies(number, number + "."));
          IntStream.range(0, number).forEach(i -> texts.set(i, texts.get(i) + i));
          return texts;
        });
  }

  private static AssertSubscriber<String> some(long demand) {
    return AssertSubscriber.create(demand);
  }
}
