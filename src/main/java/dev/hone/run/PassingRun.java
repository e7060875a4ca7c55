package dev.hone.run;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Refinement;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * A run without a log: only its state is kept, and it lives as long as its caller waits. All of it
 * happens on one event loop, as in {@link Worker}.
 */
final class PassingRun {

  private final Host host;
  private final NewRun run;
  private final EventLoop loop;
  private final RunFigures figures;
  private final UniEmitter<? super RunState> caller;
  private final Numbering numbering;

  private Turnstile.Pass pass;
  private volatile Admission.Place place;
  private Cancellable pipeline = () -> {};
  private Refinement refinement;
  private RunState state;
  private long counted;
  private boolean over;

  PassingRun(
      Host host,
      NewRun run,
      EventLoop loop,
      RunFigures figures,
      UniEmitter<? super RunState> caller) {
    this.host = host;
    this.run = run;
    this.loop = loop;
    this.figures = figures;
    this.caller = caller;
    this.numbering = new Numbering(host.clock());
  }

  /** Waits for its turn, among the owner's and then among all. Call it once. */
  void start(Turnstile turnstile, Admission admission) {
    pass = turnstile.enter(run.owner());
    caller.onTermination(() -> loop.execute(this::leave));
    pass.onTurn(() -> enter(admission));
  }

  /** At once, and on whatever thread, so that those who come first are first. */
  private void enter(Admission admission) {
    Admission.Place entered = admission.enterAgain(run.owner());
    place = entered;
    entered.onTurn(() -> loop.later(this::work));
    loop.later(
        () -> {
          if (over) { // its caller went meanwhile
            entered.leave();
          }
        });
  }

  private void work() {
    if (over) {
      return;
    }
    state =
        RunState.of(numbering.first(UuidCreator.getTimeOrderedEpoch().toString(), run.created()));
    take(new Fact.RunStarted(host.pod(), 1));
    Cancellable work =
        Multi.createFrom().deferred(this::facts).subscribe().with(this::take, this::fail);
    if (over) {
      work.cancel();
    }
    pipeline = work;
  }

  private Multi<Fact> facts() {
    refinement = host.loop(state, loop, Uni.createFrom().item(run.owner()));
    return refinement.facts();
  }

  /** Nobody reads along, so a delta tells nothing that what completes its step does not. */
  private void take(Fact fact) {
    if (over || fact instanceof Fact.Delta) {
      return;
    }
    state = state.apply(numbering.next(state, before -> fact));
    figures.count(fact, run.settings().reward());
    count(state.state().used());
    if (state.hasEnded()) {
      leave();
      caller.complete(state);
    }
  }

  private void fail(Throwable defect) {
    leave();
    caller.fail(defect);
  }

  private void leave() {
    if (!over) {
      over = true;
      pipeline.cancel();
      if (refinement != null && !state.hasEnded()) {
        count(refinement.usage()); // the call under way too
      }
      if (place != null) {
        place.leave();
      }
      pass.leave();
    }
  }

  private void count(Usage used) {
    host.quotas().use(run.owner(), used.totalTokens() - counted);
    counted = used.totalTokens();
  }
}
