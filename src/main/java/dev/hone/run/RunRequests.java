package dev.hone.run;

import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * What people ask of a run, wherever it is worked on: it is appended to the run's log, and whoever
 * works on the run finds it there. All calls are lazy, don't block and may be made from any thread;
 * they answer with the run as it is with that, and what they have answered is in the log.
 */
@ApplicationScoped
public class RunRequests {

  private final RunLog log;
  private final Clock clock;

  @Inject
  RunRequests(RunLog log) {
    this(log, Clock.systemUTC());
  }

  RunRequests(RunLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Ends a run as cancelled, wherever it is worked on; its model call ends at once. Fails with
   * {@link RunLogFailure.Ended} and {@link RunLogFailure.NotFound}.
   *
   * @param by a person, {@code disconnect}…
   */
  public Uni<RunState> cancel(String run, String by) {
    return ask(run, state -> state.state().cancelled(by));
  }

  /**
   * Cancels a run if it hasn't ended, and erases every trace of it; who watches it sees the end.
   * Fails with {@link RunLogFailure.NotFound}.
   *
   * @param by as in {@link #cancel}
   */
  public Uni<Void> purge(String run, String by) {
    return cancel(run, by)
        .replaceWithVoid()
        .onFailure(RunLogFailure.Ended.class)
        .recoverWithNull()
        .chain(() -> log.erase(run));
  }

  /**
   * Tells a run what a person wants changed. It counts from the next candidate on; with {@code NOW}
   * the one that is being written starts again. Fails as {@link #cancel} does.
   *
   * @param by who; may be {@code null}
   */
  public Uni<RunState> steer(String run, String text, String by, Fact.SteeringWhen when) {
    return ask(run, state -> new Fact.SteeringReceived(text, by, when));
  }

  /**
   * Ends a run with a candidate that a person chose. Fails as {@link #cancel} does, and with {@link
   * NoSuchCandidate}.
   *
   * @param candidate its number; {@code null} for the best so far
   */
  public Uni<RunState> accept(String run, Integer candidate) {
    return ask(run, state -> accepted(state, candidate));
  }

  /** To read the run again could fail, and would be told as if nothing had been appended. */
  private Uni<RunState> ask(String run, Function<RunState, Fact> fact) {
    return Uni.createFrom()
        .deferred(
            () -> {
              AtomicReference<RunState> before = new AtomicReference<>();
              return log.request(
                      run,
                      state -> {
                        before.set(state);
                        return fact.apply(state);
                      })
                  .map(event -> before.get().apply(event));
            });
  }

  private Fact accepted(RunState run, Integer candidate) {
    Integer chosen = candidate == null ? run.state().best() : candidate;
    if (chosen == null || chosen < 0 || chosen >= run.state().candidates().size()) {
      throw new NoSuchCandidate(run.state().candidates().size());
    }
    Instant from = run.startedAt() == null ? run.createdAt() : run.startedAt();
    return run.state().accepted(chosen, clock.millis() - from.toEpochMilli());
  }
}
