package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Refinement;
import dev.hone.refinement.RunState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop of one run on its way into the log: each fact is in the log before the loop is asked for
 * the next. What others append is told to the loop, and begins its candidate again where they say
 * so.
 *
 * <p>Used, and tells its worker, on the run's event loop only.
 */
final class Pipeline {

  /** Who is told. */
  interface Listener {

    void appended(Event event);

    /** The log refused a fact, or there is a defect; nothing follows. */
    void broke(Throwable failure);

    /** The loop has no more facts. */
    void stopped();

    /** There is nothing to do: the run had ended before it could be begun. */
    void hasEnded();
  }

  private final Host host;
  private final RunLog.Lease lease;
  private final EventLoop loop;
  private final RunReport report;
  private final Listener listener;
  private final List<Event> unheard = new ArrayList<>();

  private Cancellable facts = () -> {};
  private Refinement refinement;

  /** Up to which number the loop knows what others have appended. */
  private long heard;

  private boolean cancelled;

  Pipeline(Host host, RunLog.Lease lease, EventLoop loop, RunReport report, Listener listener) {
    this.host = host;
    this.lease = lease;
    this.loop = loop;
    this.report = report;
    this.listener = listener;
  }

  /** Runs the loop from what the log says once something has been appended. */
  void start(Uni<Void> first) {
    if (cancelled) {
      return;
    }
    Appending started = new Appending(this::log, loop, new Appended());
    facts = started;
    first
        .chain(() -> host.log().state(lease.run()))
        .emitOn(loop)
        .onItem()
        .transformToMulti(this::facts)
        .subscribe()
        .withSubscriber(started);
  }

  /** Drops the call under way; nothing is appended or told any more. */
  void cancel() {
    cancelled = true;
    facts.cancel();
  }

  /** What follows the append, the loop's next step with its call above all, is on this loop. */
  Uni<Event> append(Fact fact) {
    return log(fact).emitOn(loop);
  }

  private Uni<Event> log(Fact fact) {
    report.appending();
    return fact instanceof Fact.RunCompleted
        ? host.log().append(lease, fact, heard)
        : host.log().append(lease, fact);
  }

  /** Tells the loop what somebody else appended. */
  void hear(Event event) {
    if (refinement == null) {
      unheard.add(event);
    } else if (event.seq() > heard) {
      heard = event.seq();
      refinement.hear(event.fact());
      if (isForNow(event.fact()) && refinement.writing().isPresent()) {
        startAgain();
      }
    }
  }

  /** Whether a step is under way, or between two. */
  boolean hasBegun() {
    return refinement != null;
  }

  /** Whether another step follows; else the run ends by itself, and at once. */
  boolean goesOn() {
    return refinement.goesOn();
  }

  private Multi<Fact> facts(RunState run) {
    if (run.hasEnded()) {
      listener.hasEnded();
      return Multi.createFrom().empty();
    }
    report.works(run);
    refinement = host.loop(run, loop, host.log().head(lease.run()).map(RunLog.Head::owner));
    heard = run.lastSeq();
    unheard.forEach(this::hear);
    unheard.clear();
    return refinement.facts();
  }

  private static boolean isForNow(Fact fact) {
    return fact instanceof Fact.SteeringReceived said && said.when() == Fact.SteeringWhen.NOW;
  }

  /** What becomes of the loop's facts, for the listener. */
  private final class Appended implements Listener {

    @Override
    public void appended(Event event) {
      listener.appended(event);
    }

    /** A loop that ends without having heard all goes on from a log that has it. */
    @Override
    public void broke(Throwable failure) {
      if (failure instanceof RunLogFailure.Unheard) {
        startAgain();
      } else {
        listener.broke(failure);
      }
    }

    @Override
    public void stopped() {
      listener.stopped();
    }

    @Override
    public void hasEnded() {
      listener.hasEnded();
    }
  }

  /** Leaves the step under way, if one is, and goes on from a log that has the steering in it. */
  private void startAgain() {
    facts.cancel();
    Uni<Void> voided =
        refinement
            .voided()
            .map(fact -> append(fact).replaceWithVoid())
            .orElseGet(() -> Uni.createFrom().voidItem());
    refinement = null;
    start(voided);
  }
}
