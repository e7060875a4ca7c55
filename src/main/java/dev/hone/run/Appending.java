package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * Appends the facts of a loop one after another: the next is asked for when the one before is in
 * the log and the listener has heard of it. Signals come, and it is cancelled, on the run's event
 * loop.
 *
 * <p>A subscriber of its own, since every token goes through it: Mutiny's concatenation makes a
 * stream of each append.
 */
final class Appending implements MultiSubscriber<Fact>, Cancellable {

  private final Function<Fact, Uni<Event>> log;
  private final Executor loop;
  private final Pipeline.Listener listener;
  private final Answer answer = new Answer();
  private Flow.Subscription facts;
  private UniSubscription append;
  private boolean appending;
  private boolean complete;
  private boolean over;

  /**
   * @param log appends a fact; it may answer on any thread
   */
  Appending(Function<Fact, Uni<Event>> log, Executor loop, Pipeline.Listener listener) {
    this.log = log;
    this.loop = loop;
    this.listener = listener;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    facts = subscription;
    if (over) {
      facts.cancel();
    } else {
      facts.request(1);
    }
  }

  @Override
  public void onItem(Fact fact) {
    if (!over) {
      appending = true;
      log.apply(fact).subscribe().withSubscriber(answer);
    }
  }

  private void appended(Event event) {
    if (over) {
      return;
    }
    appending = false;
    listener.appended(event);
    if (over) {
      return;
    }
    if (complete) {
      stopped();
    } else {
      facts.request(1);
    }
  }

  @Override
  public void onFailure(Throwable failure) {
    broke(failure);
  }

  private void broke(Throwable failure) {
    loop.execute(
        () -> {
          if (!over) {
            cancel();
            listener.broke(failure);
          }
        });
  }

  /** The last fact may still be on its way into the log. */
  @Override
  public void onCompletion() {
    loop.execute(
        () -> {
          complete = true;
          if (!appending && !over) {
            stopped();
          }
        });
  }

  private void stopped() {
    over = true;
    listener.stopped();
  }

  /** Nothing is appended or told any more; the call under way is dropped. */
  @Override
  public void cancel() {
    over = true;
    if (facts != null) {
      facts.cancel();
    }
    if (append != null) {
      append.cancel();
    }
  }

  /** What the log says to each append in turn. */
  private final class Answer implements UniSubscriber<Event> {

    @Override
    public void onSubscribe(UniSubscription subscription) {
      // A log that answers at once has one subscription for all; to write it again for each token
      // would have the collector look for young objects here each time.
      if (append != subscription) {
        append = subscription;
      }
    }

    @Override
    public void onItem(Event event) {
      loop.execute(() -> appended(event));
    }

    @Override
    public void onFailure(Throwable failure) {
      broke(failure);
    }
  }
}
