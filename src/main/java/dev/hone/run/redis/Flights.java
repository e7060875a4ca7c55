package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.run.RunLogFailure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Takes the batches of all runs of this pod to Redis: one script call is under way at a time, and
 * what is ready when it is back goes together in the next. So under load a command carries many
 * tokens, and without load nobody waits.
 *
 * <p>A call without an answer is repeated, the very same, until there is one or the patience of its
 * batches is over; the script does none of them twice.
 *
 * <p>All state is touched on the link's event loop only.
 */
final class Flights {

  private static final Logger LOG = Logger.getLogger(Flights.class);
  private static final int MOST_RUNS = 100;
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 1000;

  private final Vertx vertx;
  private final Link link;
  private final Keys keys;
  private final Clock clock;
  private final Duration patience;
  private final long keptForMillis;
  private final BiConsumer<Appender, RunLogFailure> onRefusal;

  private final Deque<Appender> ready = new ArrayDeque<>();

  /**
   * Batches that must go alone: a call that they were in could not be done as a whole, or events
   * that were lost must go before them.
   */
  private final Deque<Batch> alone = new ArrayDeque<>();

  private List<Batch> underway = List.of();
  private long pause = FIRST_PAUSE_MS;

  /**
   * @param onRefusal told when a run has ended, is gone, or is another worker's
   */
  Flights(
      Vertx vertx,
      Link link,
      Keys keys,
      Clock clock,
      Duration patience,
      long keptForMillis,
      BiConsumer<Appender, RunLogFailure> onRefusal) {
    this.vertx = vertx;
    this.link = link;
    this.keys = keys;
    this.clock = clock;
    this.patience = patience;
    this.keptForMillis = keptForMillis;
    this.onRefusal = onRefusal;
  }

  void append(Appender appender, Appender.Said said) {
    if (appender.say(said)) {
      link.execute(
          () -> {
            ready.add(appender);
            fly();
          });
    }
  }

  private void fly() {
    if (!underway.isEmpty()) {
      return;
    }
    underway = alone.isEmpty() ? gather() : List.of(alone.poll());
    if (!underway.isEmpty()) {
      send();
    }
  }

  private List<Batch> gather() {
    List<Batch> batches = new ArrayList<>();
    Instant now = Instant.ofEpochMilli(clock.millis());
    long deadline = System.nanoTime() + patience.toNanos();
    while (!ready.isEmpty() && batches.size() < MOST_RUNS) {
      Appender next = ready.poll();
      try {
        batches.add(next.take(now, deadline));
      } catch (RuntimeException defect) {
        report(next, defect);
        vertx.runOnContext(turn -> next.broke(defect)); // who is told may append again
      }
    }
    return batches;
  }

  private void send() {
    AppendCall call = new AppendCall(keys, keptForMillis);
    try {
      underway.forEach(call::add);
    } catch (RuntimeException defect) {
      isolate(defect, defect);
      return;
    }
    call.send(link).onComplete(answers -> link.execute(() -> answered(answers)));
  }

  private void answered(AsyncResult<List<AppendCall.Answer>> answers) {
    if (answers.succeeded()) {
      pause = FIRST_PAUSE_MS;
      land(answers.result());
    } else if (ServerError.is(answers.cause()) && !ServerError.isPassing(answers.cause())) {
      isolate(answers.cause(), Unavailable.of(answers.cause()));
    } else {
      repeat(answers.cause());
    }
  }

  /** The next flight leaves before those who waited for this one are told. */
  private void land(List<AppendCall.Answer> answers) {
    List<Batch> landed = underway;
    underway = List.of();
    fly();
    for (int i = 0; i < landed.size(); i++) {
      landOrReport(landed.get(i), answers.get(i));
    }
    fly();
  }

  /** A defect in one run must leave nobody of another waiting for ever. */
  private void landOrReport(Batch batch, AppendCall.Answer answer) {
    try {
      land(batch, answer);
    } catch (RuntimeException defect) {
      report(batch.appender(), defect);
      batch.fail(defect);
      batch.appender().broke(defect);
    }
  }

  private static void report(Appender appender, Throwable cause) {
    LOG.errorf(cause, "run %s can't be appended to", appender.lease().run());
  }

  private void land(Batch batch, AppendCall.Answer answer) {
    Appender appender = batch.appender();
    if (answer.isDone()) {
      if (appender.landed(batch, answer.first(), answer.before())) {
        ready.add(appender);
      }
    } else if (answer.isBehind()) {
      List<Event> lost = appender.run().after(answer.first());
      LOG.warnf(
          "Redis had lost %d events of run %s; they are written again",
          lost.size(), appender.lease().run());
      alone.add(batch.behind(lost));
    } else if (answer.isUnheard()) {
      fail(batch, answer.failure(appender.lease().run()));
    } else {
      RunLogFailure why = answer.failure(appender.lease().run());
      onRefusal.accept(appender, why);
      appender.refused(batch, why);
    }
  }

  /**
   * @param why what the run is told whose fault it is
   */
  private void isolate(Throwable cause, RuntimeException why) {
    List<Batch> refused = underway;
    underway = List.of();
    if (refused.size() > 1) {
      alone.addAll(refused);
    } else {
      report(refused.get(0).appender(), cause);
      fail(refused.get(0), why);
    }
    fly();
  }

  private void repeat(Throwable cause) {
    List<Batch> patient = new ArrayList<>();
    List<Batch> impatient = new ArrayList<>();
    for (Batch batch : underway) {
      (System.nanoTime() - batch.deadline() < 0 ? patient : impatient).add(batch);
    }
    underway = patient;
    impatient.forEach(batch -> fail(batch, Unavailable.of(cause)));
    if (patient.isEmpty()) {
      fly();
    } else {
      vertx.setTimer(pause, tick -> link.execute(this::send));
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    }
  }

  private void fail(Batch batch, RuntimeException why) {
    if (batch.appender().failed(batch, why)) {
      ready.add(batch.appender());
    }
  }
}
