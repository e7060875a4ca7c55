package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Models;
import dev.hone.refinement.Problem;
import dev.hone.refinement.Refinement;
import dev.hone.refinement.Reward;
import dev.hone.refinement.Rewards;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Settings;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Drives one run from its turn to its end: each fact of the loop is in the log before the loop is
 * asked for the next. It listens to what others append from the moment the run exists, so a run can
 * be cancelled while it waits.
 *
 * <p>All of its own state is touched on its event loop only. That also makes cancelling safe: a
 * cancel that meets an item on another thread can get lost between the two in Mutiny's
 * concatenation.
 */
final class Worker {

  /** What every worker of a pod works with. */
  record Host(
      String pod,
      RunLog log,
      Models models,
      Rewards rewards,
      Clock clock,
      int attempts,
      int mostIterations) {}

  private final Host host;
  private final RunLog.Lease lease;
  private final Admission.Place place;
  private final EventLoop loop;
  private final boolean claimed;
  private final Consumer<Worker> onEnd;
  private final RunReport report;
  private final RunLines lines;

  private Cancellable listening = () -> {};
  private Cancellable pipeline = () -> {};
  private Refinement refinement;
  private long folded;
  private final List<Event> unheard = new ArrayList<>();
  private boolean ended;

  /**
   * @param claimed whether another worker may have had the run before
   * @param report of this run
   * @param onEnd told once, when nothing is left to do
   */
  Worker(
      Host host,
      RunLog.Lease lease,
      Admission.Place place,
      EventLoop loop,
      boolean claimed,
      RunReport report,
      Consumer<Worker> onEnd) {
    this.host = host;
    this.lease = lease;
    this.place = place;
    this.loop = loop;
    this.claimed = claimed;
    this.onEnd = onEnd;
    this.report = report;
    this.lines = new RunLines(Worker.class, lease.run());
  }

  /** Listens, and works when the run's turn comes. */
  void start() {
    loop.later(this::listen);
    place.onTurn(() -> loop.later(this::work));
  }

  /** Drops its call without ending the run, as when the process goes away. */
  void stop() {
    loop.execute(
        () -> {
          leave();
          report.left();
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
      goOn(opening().chain(this::appendAll));
    }
  }

  private Uni<List<Fact>> opening() {
    return claimed
        ? host.log()
            .state(lease.run())
            .map(run -> Opening.ofClaimed(run, host.pod(), host.attempts()))
        : Uni.createFrom().item(Opening.ofNew(host.pod()));
  }

  private Uni<Void> appendAll(List<Fact> facts) {
    return Multi.createFrom()
        .iterable(facts)
        .onItem()
        .transformToUniAndConcatenate(this::append)
        .onItem()
        .invoke(report::appended)
        .onItem()
        .ignoreAsUni();
  }

  /** Runs the loop from what the log says once something has been appended. */
  private void goOn(Uni<Void> first) {
    Cancellable work =
        first
            .chain(() -> host.log().state(lease.run()))
            .emitOn(loop)
            .onItem()
            .transformToMulti(this::facts)
            .onItem()
            .transformToUniAndConcatenate(this::append)
            .subscribe()
            .with(
                this::appended,
                failure -> loop.execute(() -> broke(failure)),
                () -> loop.execute(this::finished));
    if (ended) {
      work.cancel();
    }
    pipeline = work;
  }

  private Multi<Fact> facts(RunState run) {
    if (run.hasEnded()) {
      loop.execute(this::end);
      return Multi.createFrom().empty();
    }
    report.works(run);
    Settings settings = run.state().settings();
    LanguageModel writer = host.models().named(settings.model());
    Reward reward =
        host.rewards().reward(settings.reward(), settings.judgeModel(), settings.reference());
    refinement =
        new Refinement(
            run,
            writer,
            new ReturningReward(reward, loop),
            host.clock(),
            loop,
            host.mostIterations());
    folded = run.lastSeq();
    unheard.forEach(this::take);
    unheard.clear();
    return refinement.facts();
  }

  /**
   * What follows the append, the loop's next step with its call above all, is on the event loop.
   */
  private Uni<Event> append(Fact fact) {
    report.appending();
    return host.log().append(lease, fact).emitOn(loop);
  }

  private void heard(Event event) {
    if (event.isTerminal()) {
      report.heard(event);
      loop.execute(this::end);
    } else {
      loop.later(() -> take(event));
    }
  }

  private void take(Event event) {
    if (refinement == null) {
      unheard.add(event);
    } else if (event.seq() > folded) {
      refinement.hear(event.fact());
      if (isForNow(event.fact())) {
        refinement.writing().ifPresent(this::startAgain);
      }
    }
  }

  private static boolean isForNow(Fact fact) {
    return fact instanceof Fact.SteeringReceived said && said.when() == Fact.SteeringWhen.NOW;
  }

  /** Leaves the candidate under way and writes it again, from a log that has the steering in it. */
  private void startAgain(int candidate) {
    pipeline.cancel();
    refinement = null;
    goOn(
        append(new Fact.CandidateDiscarded(candidate, Fact.CandidateDiscardReason.STEERED))
            .replaceWithVoid());
  }

  /** The port says that it can't be; then the next append still tells that the run has ended. */
  private void deaf(Throwable defect) {
    lines.error(defect, "run %s can't hear what others append", lease.run());
  }

  private void appended(Event event) {
    report.appended(event);
    if (event.isTerminal()) {
      end();
    }
  }

  private void finished() {
    if (!ended) {
      fail(new IllegalStateException("the loop stopped without an end"));
    }
  }

  private void broke(Throwable failure) {
    if (ended) {
      return;
    }
    boolean othersDecided =
        failure instanceof RunLogFailure && !(failure instanceof RunLogFailure.Unavailable);
    if (othersDecided) {
      end();
    } else {
      fail(failure);
    }
  }

  private void fail(Throwable defect) {
    lines.error(defect, "run %s failed by a defect", lease.run());
    Problem problem = Problem.of("internal", "The run failed by an internal error", 500, null);
    host.log()
        .state(lease.run())
        .chain(run -> host.log().append(lease, run.state().failed(problem)))
        .subscribe()
        .with(
            event -> loop.execute(this::end),
            refused -> {
              if (refused instanceof RunLogFailure.Unavailable) {
                lines.error(refused, "run %s could not be ended", lease.run());
              }
              loop.execute(this::end);
            });
  }

  private void end() {
    if (!ended) {
      leave();
      host.log().state(lease.run()).subscribe().with(report::ended, report::gone);
    }
  }

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
