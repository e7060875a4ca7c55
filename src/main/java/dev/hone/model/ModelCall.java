package dev.hone.model;

import dev.hone.refinement.LanguageModel.Request;
import dev.hone.refinement.Message;
import dev.hone.refinement.ModelChunk;
import dev.hone.refinement.ModelFailure;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.Flow;
import org.jboss.logging.Logger;

/**
 * One call of a model and the subscription to it: waits for a place in the pool, makes attempts
 * until one is complete, and hands on what arrives as it is asked for. Everything but {@link
 * #request} and {@link #cancel} runs on one event loop, and those go there.
 *
 * <p>Who pauses whom: when the demand is used up the attempt's socket is paused, when more is asked
 * for it goes on. A subscriber that asks for the next item while it takes one never pauses it.
 */
final class ModelCall implements Flow.Subscription, Attempt.Listener {

  private static final Logger LOG = Logger.getLogger(ModelCall.class);
  private static final long NONE = -1;

  /** Why a call failed that never began. */
  private static final String NO_PLACE = "no_place";

  private final OpenAiModel model;
  private final Request asked;
  private final ContextInternal context;
  private final MultiSubscriber<? super ModelChunk> subscriber;
  private final CallReport report;
  private final Arrived arrived = new Arrived();
  private final Tries tries;
  private volatile boolean cancelled;
  private long demand;
  private boolean delivering;
  private boolean complete;
  private CallPool.Place place;
  private Attempt attempt;
  private Usage used = Usage.NONE;
  private long timer = NONE;

  ModelCall(
      OpenAiModel model,
      Request asked,
      ContextInternal context,
      MultiSubscriber<? super ModelChunk> subscriber) {
    this.model = model;
    this.asked = asked;
    this.context = context;
    this.subscriber = subscriber;
    this.report = new CallReport(model.reports());
    this.tries = new Tries(model.settings());
  }

  void start() {
    context.runOnContext(v -> enter());
  }

  @Override
  public void request(long items) {
    if (context.inThread()) {
      more(items);
    } else {
      context.runOnContext(v -> more(items));
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (context.inThread()) {
      close();
    } else {
      context.runOnContext(v -> close());
    }
  }

  @Override
  public void arrived() {
    deliver();
  }

  @Override
  public void ended(Outcome outcome) {
    report.answered();
    BetweenReads.run(context, () -> conclude(outcome));
  }

  private void conclude(Outcome outcome) {
    if (cancelled) {
      return;
    }
    attempt = null;
    if (outcome instanceof Outcome.Complete end) {
      complete(end);
    } else if (outcome instanceof Outcome.Again again) {
      again(again);
    } else if (outcome instanceof Outcome.Refused refused) {
      fail(refused.failure(), CallReport.errorType(refused.failure().kind()));
    }
  }

  private void enter() {
    if (cancelled) {
      return;
    }
    place = model.pool().enter(this::granted);
    if (place == null) {
      fail(
          new ModelFailure(ModelFailure.Kind.UNAVAILABLE, "Too many model calls are waiting."),
          NO_PLACE);
    } else if (!place.isGranted()) {
      after(model.settings().placeWait().toMillis(), this::waitedTooLong);
    }
  }

  /** On any thread. */
  private void granted() {
    context.runOnContext(v -> BetweenReads.run(context, this::firstAttempt));
  }

  private void waitedTooLong() {
    if (!place.isGranted()) {
      fail(
          new ModelFailure(
              ModelFailure.Kind.UNAVAILABLE,
              "Too many model calls are under way; this one waited in vain."),
          NO_PLACE);
    }
  }

  private void firstAttempt() {
    if (cancelled) {
      return;
    }
    cancelTimer();
    report.begins(asked.generation());
    attempt();
  }

  /**
   * Writes the request anew each time: few calls are retried, and each would hold it throughout.
   */
  private void attempt() {
    Buffer body;
    try {
      body = model.chatRequest().write(asked);
    } catch (RuntimeException e) {
      fail(
          new ModelFailure(
              ModelFailure.Kind.REFUSED, "The messages can't be put in OpenAI's shape.", e),
          "shape");
      return;
    }
    attempt = new Attempt(model, body, promptCharacters(), arrived, report, this);
    attempt.flow(demand > 0);
    attempt.start();
  }

  private void complete(Outcome.Complete end) {
    place.leave();
    used = used.plus(end.usage());
    report.complete(end.finishReason(), used);
    arrived.add(new ModelChunk.Finished(end.finishReason(), used));
    complete = true;
    deliver();
  }

  private void again(Outcome.Again again) {
    used = used.plus(again.usage());
    LOG.debugf("Model %s: try %d failed: %s", model.name(), tries.number(), again.cause());
    ModelFailure enough = tries.again(again);
    if (enough != null) {
      fail(enough, again.cause());
      return;
    }
    report.retries(again.cause());
    arrived.clear();
    arrived.add(new ModelChunk.Retrying(again.cause()));
    deliver();
    if (!cancelled) {
      after(tries.waitMillis(again), this::attempt);
    }
  }

  private void more(long items) {
    if (cancelled) {
      return;
    }
    if (items <= 0) {
      fail(
          new IllegalArgumentException("request() wants a positive number, not " + items),
          "demand");
      return;
    }
    demand = Subscriptions.add(demand, items);
    deliver();
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      handOn();
    } catch (Throwable defect) { // of who takes the items; else its run would wait for ever
      LOG.errorf(defect, "Model %s: a call is broken off by a defect", model.name());
      fail(defect, "defect");
    } finally {
      delivering = false;
    }
    if (cancelled) {
      return;
    }
    if (complete && arrived.isEmpty()) {
      cancelled = true;
      subscriber.onCompletion();
    } else if (attempt != null) {
      attempt.flow(demand > 0);
    }
  }

  private void handOn() {
    while (!cancelled && demand > 0) {
      ModelChunk next = arrived.poll();
      if (next == null) {
        return;
      }
      demand = demand == Long.MAX_VALUE ? demand : demand - 1;
      subscriber.onItem(next);
    }
  }

  private void fail(Throwable failure, String errorType) {
    if (cancelled) {
      return;
    }
    cancelled = true;
    report.failed(errorType, used);
    close();
    subscriber.onFailure(failure);
  }

  private void close() {
    arrived.clear();
    cancelTimer();
    if (attempt != null) {
      used = used.plus(attempt.usage());
      attempt.close();
      attempt = null;
    }
    report.cancelled(used);
    if (place != null) {
      place.leave();
    }
  }

  private void after(long millis, Runnable then) {
    timer =
        context.setTimer(
            Math.max(1, millis),
            id -> {
              timer = NONE;
              then.run();
            });
  }

  private void cancelTimer() {
    if (timer != NONE) {
      model.vertx().cancelTimer(timer);
      timer = NONE;
    }
  }

  private long promptCharacters() {
    long characters = 0;
    for (Message message : asked.messages()) {
      characters += message.content() == null ? 0 : message.content().length();
    }
    return characters;
  }
}
