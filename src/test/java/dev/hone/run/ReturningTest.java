package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReturningTest {

  private static Vertx vertx;

  private final List<MultiEmitter<? super Integer>> source = new ArrayList<>();
  private final List<Boolean> here = new ArrayList<>();
  private final EventLoop loop = EventLoop.next(vertx);
  private final AssertSubscriber<Integer> reader =
      new Returning<>(Multi.createFrom().<Integer>emitter(source::add), loop)
          .onItem()
          .invoke(item -> here.add(loop.isHere()))
          .subscribe()
          .withSubscriber(AssertSubscriber.create(100));

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatComesElsewhereIsPassedOnOnTheLoopInOrder() {
    source.get(0).emit(1).emit(2).complete();

    reader.awaitCompletion().assertItems(1, 2);
    assertEquals(List.of(true, true), here);
  }

  @Test
  void whatComesOnTheLoopIsPassedOnAtOnce() throws InterruptedException {
    CountDownLatch seen = new CountDownLatch(1);
    loop.later(
        () -> {
          source.get(0).emit(1);
          if (reader.getItems().size() == 1) {
            seen.countDown();
          }
          source.get(0).complete();
        });

    reader.awaitCompletion();
    assertEquals(0, seen.getCount());
  }

  @Test
  void whatComesOnTheLoopWaitsBehindWhatCameBefore() {
    CountDownLatch both = new CountDownLatch(1);
    loop.later(
        () -> {
          awaitCount(both); // so that the loop is busy meanwhile
          source.get(0).emit(2).complete();
        });
    source.get(0).emit(1);
    both.countDown();

    reader.awaitCompletion().assertItems(1, 2);
    assertTrue(here.stream().allMatch(Boolean::booleanValue));
  }

  @Test
  void aFailureComesBehindItsItems() {
    source.get(0).emit(1).fail(new IllegalStateException("broken"));

    reader.awaitFailure().assertItems(1).assertFailedWith(IllegalStateException.class, "broken");
  }

  @Test
  void nothingComesAfterCancellation() {
    CountDownLatch cancelled = new CountDownLatch(1);
    loop.later(() -> awaitCount(cancelled));
    source.get(0).emit(1);

    reader.cancel();
    cancelled.countDown();
    CountDownLatch behind = new CountDownLatch(1);
    loop.later(behind::countDown);
    awaitCount(behind);

    assertEquals(List.of(), here);
  }

  private static void awaitCount(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
