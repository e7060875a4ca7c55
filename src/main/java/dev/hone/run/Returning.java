package dev.hone.run;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stream whose signals come on an event loop: those that come there are passed on as they are,
 * others wait for their turn, and what follows them waits behind them. As many signals can wait as
 * were asked for.
 *
 * <p>An operator of its own, since every token of a judge goes through it: Mutiny's {@code emitOn}
 * has each wait in a queue.
 */
final class Returning<T> extends AbstractMultiOperator<T, T> {

  private final EventLoop loop;

  Returning(Multi<? extends T> signals, EventLoop loop) {
    super(signals);
    this.loop = loop;
  }

  @Override
  public void subscribe(MultiSubscriber<? super T> subscriber) {
    upstream.subscribe(new Signals<>(subscriber, loop));
  }

  private static final class Signals<T> extends MultiOperatorProcessor<T, T> {

    private final EventLoop loop;
    private final AtomicInteger waiting = new AtomicInteger();

    Signals(MultiSubscriber<? super T> subscriber, EventLoop loop) {
      super(subscriber);
      this.loop = loop;
    }

    @Override
    public void onItem(T item) {
      if (isInTurn()) {
        super.onItem(item);
      } else {
        later(() -> super.onItem(item));
      }
    }

    @Override
    public void onFailure(Throwable failure) {
      if (isInTurn()) {
        super.onFailure(failure);
      } else {
        later(() -> super.onFailure(failure));
      }
    }

    @Override
    public void onCompletion() {
      if (isInTurn()) {
        super.onCompletion();
      } else {
        later(super::onCompletion);
      }
    }

    private boolean isInTurn() {
      return waiting.get() == 0 && loop.isHere();
    }

    private void later(Runnable signal) {
      waiting.incrementAndGet();
      loop.later(
          () -> {
            waiting.decrementAndGet();
            signal.run();
          });
    }
  }
}
