package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logmanager.Logger;

/**
 * Drives one run from its turn to its end. It listens to what others append from the moment the run
 * exists, so a run can be cancelled while it waits. One that it can't bring to its end, because the
 * log can't be written or the server is to stop, it gives up: then another worker goes on with it.
 *
 * <p>All of its own state is touched on its event loop only. That also makes cancelling safe: a
 * cancel that meets an item on another thread can get lost between the two in Mutiny's
 * concatenation.
 */
final class Worker implements Pipeline.Listener {

  private static final Logger LOG = Logger.getLogger(Worker.class.getName());

  /** Where the run comes from. */
  enum Origin {
    /** It was started here. */
    NEW,
    /** Another worker may have had it before. */
    CLAIMED
  }

  private final Host host;
  private final RunLog.Lease lease;
  private final Admission.Place place;
  private final EventLoop loop;
  private final Origin origin;
  private final Consumer<Worker> onEnd;
  private final RunReport report;
  private final RunLines lines;
  private final Pipeline pipeline;

  private Cancellable listening = () -> {};
  private boolean handingOver;
  private boolean ended;
  private volatile boolean givenUp;

  /**
   * @param report of this run
   * @param onEnd told once, when nothing is left to do
   */
  Worker(
      Host host,
      RunLog.Lease lease,
      Admission.Place place,
      EventLoop loop,
      Origin origin,
      RunReport report,
      Consumer<Worker> onEnd) {
    this.host = host;
    this.lease = lease;
    this.place = place;
    this.loop = loop;
    this.origin = origin;
    this.onEnd = onEnd;
    this.report = report;
    this.lines = new RunLines(LOG, lease.run());
    this.pipeline = new Pipeline(host, lease, loop, report, this);
  }

  /** Listens, and works when the run's turn comes. */
  void start() {
    loop.later(this::listen);
    place.onTurn(() -> loop.later(this::work));
  }

  String run() {
    return lease.run();
  }

  /** Whether the run had not ended when the worker did. */
  boolean hasGivenUp() {
    return givenUp;
  }

  /** Gives the run up at the end of its step, or at once between steps; a tied one goes on. */
  void handOver() {
    loop.execute(
        () -> {
          handingOver = true;
          if (!isTied() && !pipeline.hasBegun()) {
            giveUp();
          }
        });
  }

  /** Gives the run up now; a tied one is cancelled, since its connection goes with the server. */
  void stop() {
    loop.execute(
        () -> {
          if (isTied()) {
            host.log()
                .request(run(), state -> state.state().cancelled(Ties.DISCONNECT))
                .emitOn(loop)
                .subscribe()
                .with(cancelled -> end(), refused -> giveUp());
          } else {
            giveUp();
          }
        });
  }

  private void listen() {
    Cancellable requests =
        host.log()
            .requests(lease)
            .subscribe()
            .with(this::heard, this::deaf, () -> loop.execute(this::end));
    if (ended) {
      requests.cancel();
    }
    listening = requests;
  }

  private void work() {
    if (!ended) {
      pipeline.start(opening().chain(this::appendAll));
    }
  }

  private Uni<List<Fact>> opening() {
    return origin == Origin.CLAIMED
        ? host.log()
            .state(lease.run())
            .map(run -> Opening.ofClaimed(run, isTied(), host.pod(), host.attempts()))
        : Uni.createFrom().item(Opening.ofNew(host.pod()));
  }

  private Uni<Void> appendAll(List<Fact> facts) {
    return Multi.createFrom()
        .iterable(facts)
        .onItem()
        .transformToUniAndConcatenate(pipeline::append)
        .onItem()
        .invoke(report::appended)
        .onItem()
        .ignoreAsUni();
  }

  private void heard(Event event) {
    if (event.isTerminal()) {
      report.heard(event);
      loop.execute(this::end);
    } else {
      loop.later(() -> pipeline.hear(event));
    }
  }

  /** The port says that it can't be; then the next append still tells that the run has ended. */
  private void deaf(Throwable defect) {
    lines.error(defect, "run %s can't hear what others append", lease.run());
  }

  @Override
  public void appended(Event event) {
    report.appended(event);
    if (event.isTerminal()) {
      end();
    } else if (handingOver && !isTied() && endsStep(event.fact()) && pipeline.goesOn()) {
      giveUp();
    }
  }

  @Override
  public void stopped() {
    if (!ended) {
      fail(new IllegalStateException("the loop stopped without an end"));
    }
  }

  @Override
  public void hasEnded() {
    end();
  }

  @Override
  public void broke(Throwable failure) {
    if (ended) {
      return;
    }
    if (failure instanceof RunLogFailure.Unavailable) {
      waitForLog(failure);
    } else if (failure instanceof RunLogFailure) { // others decided
      end();
    } else {
      fail(failure);
    }
  }

  private void fail(Throwable defect) {
    lines.error(defect, "run %s failed by a defect", lease.run());
    host.log()
        .state(lease.run())
        .chain(run -> host.log().append(lease, run.state().failedByDefect()))
        .emitOn(loop)
        .subscribe()
        .with(event -> end(), this::endless);
  }

  private void endless(Throwable refused) {
    if (refused instanceof RunLogFailure.Unavailable) {
      waitForLog(refused);
    } else {
      end();
    }
  }

  /** Whoever claims the run next, here or elsewhere, finds out whether the log can be written. */
  private void waitForLog(Throwable unavailable) {
    if (!ended) {
      report.waits(unavailable);
      givenUp = true;
      leave();
    }
  }

  private void giveUp() {
    if (!ended) {
      if (host.log().outlivesProcess()) {
        report.handedOver();
      } else {
        report.lost();
      }
      givenUp = true;
      leave();
    }
  }

  private void end() {
    if (!ended) {
      leave();
      host.log().state(lease.run()).subscribe().with(this::ended, this::gone);
    }
  }

  private void ended(RunState run) {
    if (run.hasEnded()) { // else another worker has it, maybe here
      host.ties().untie(run());
    }
    report.ended(run);
  }

  private void gone(Throwable failure) {
    if (failure instanceof RunLogFailure.NotFound) {
      host.ties().untie(run());
    }
    report.gone(failure);
  }

  private boolean isTied() {
    return host.ties().stands(run());
  }

  private static boolean endsStep(Fact fact) {
    return fact instanceof Fact.CandidateCompleted || fact instanceof Fact.EvaluationCompleted;
  }

  /** To the log, a run that has not ended is given up by this. */
  private void leave() {
    if (!ended) {
      ended = true;
      pipeline.cancel();
      listening.cancel();
      place.leave();
      onEnd.accept(this);
    }
  }
}
