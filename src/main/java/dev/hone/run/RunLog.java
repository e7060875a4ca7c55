package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;

/**
 * The port to the ordered events of all runs: the one source of truth. Everything else (a run's
 * view, a takeover, a watcher) is made from it.
 *
 * <p>All calls are lazy, may be made from any thread, don't block, and may signal on any thread.
 * What they fail with is a {@link RunLogFailure}, but for what a function that the caller gave
 * throws, and an {@link IllegalArgumentException} for an id that can't be used; a cancelled call
 * may or may not have had its effect, but never half of it. An event is in the log before any
 * watcher gets it, and what a call has confirmed is in the log.
 */
public interface RunLog {

  /** Whether somebody can go on with a run that is given up after this process has gone. */
  default boolean outlivesProcess() {
    return true;
  }

  /** Whether what it is kept in can be reached now, as far as is known without asking. */
  default boolean isAvailable() {
    return true;
  }

  /**
   * A worker's right to append to a run, until the run has ended or another worker took it over.
   */
  record Lease(String run, long fence) {}

  /**
   * What lets a caller who got no answer ask again without a second run.
   *
   * @param key of the caller's choice; another owner's key of the same text is another key
   * @param fingerprint of what was asked: equal for the same, different for all else
   */
  record Once(String key, String fingerprint) {}

  /** The run that was begun with a key, and what was asked then. */
  record First(String run, String fingerprint) {}

  /**
   * Begins a log with {@code run.created} as event 1 and gives its lease to the caller.
   *
   * <p>Of several calls with one key of an owner, wherever they are made, one begins a log; the
   * others fail with {@link RunLogFailure.Repeated}, as long as that run is kept. With a key, a
   * call that fails with {@link RunLogFailure.Unavailable} may have begun it; without one it has
   * not.
   *
   * <p>Fails with {@link RunLogFailure.TooManyRuns} if it would be one too many of the owner's that
   * have not ended, wherever they are worked on; a key that has begun a run comes before that.
   *
   * @param run an id that no log has
   * @param owner who may see the run; kept, and never part of an event
   * @param once {@code null} if each call is to begin a log
   * @param most how many of the owner's runs may not have ended, this one included; 0: any number
   */
  Uni<Lease> create(String run, String owner, Fact.RunCreated created, Once once, int most);

  /** The same without a bound. */
  default Uni<Lease> create(String run, String owner, Fact.RunCreated created, Once once) {
    return create(run, owner, created, once, 0);
  }

  /** The same without a key, too. */
  default Uni<Lease> create(String run, String owner, Fact.RunCreated created) {
    return create(run, owner, created, null);
  }

  /** What an owner's key has begun; {@code null} if nothing that is kept. */
  Uni<First> first(String owner, String key);

  /**
   * Appends as the worker. Facts are numbered in the order of the calls; a worker calls again only
   * after the call before has ended.
   *
   * <p>Fails with {@link RunLogFailure.Ended} if a terminal event is in the log (whoever put it
   * there), with {@link RunLogFailure.LeaseLost} if another worker has the run, and with {@link
   * RunLogFailure.Unheard} if others have appended something that the worker has not heard of.
   *
   * @param heard the number up to which the worker knows what others have appended; {@link
   *     Long#MAX_VALUE} where that is nothing to the fact
   */
  Uni<Event> append(Lease lease, Fact fact, long heard);

  /** The same whatever others have appended. */
  default Uni<Event> append(Lease lease, Fact fact) {
    return append(lease, fact, Long.MAX_VALUE);
  }

  /**
   * Appends as anyone else: steering, or the terminal event itself. The fact is made from the run's
   * state as of the append, so it may be computed more than once.
   *
   * <p>Fails with {@link RunLogFailure.Ended} if the run has ended and {@link
   * RunLogFailure.NotFound} if there is none.
   */
  Uni<Event> request(String run, Function<RunState, Fact> fact);

  /**
   * Runs that nobody works on (any more), at most so many: each with a new lease that fences off
   * whoever had it. Empty if there is none. Called again from time to time.
   */
  Uni<List<Lease>> claim(int atMost);

  /**
   * What others append by {@link #request} from the subscription on, in order; completes after a
   * terminal event. The worker of a run subscribes before it starts. Never fails; a gap is healed
   * before the next item.
   *
   * <p>Cancelling it gives the run up: {@link #claim} can give it to anyone, here or elsewhere, as
   * soon as the store can be reached.
   */
  Multi<Event> requests(Lease lease);

  /**
   * What comes after {@code after}, as soon as there is something: at least one entry, in order,
   * nothing twice. Empty only if the run has ended and nothing follows. Cancelling it costs nothing
   * and leaves nothing behind.
   *
   * <p>Entries are compacted: neighbouring deltas that are all waiting may come as one with the
   * {@code seq} of the last in it, deltas of steps that are complete may be missing. A reader that
   * keeps up with a log in memory or in a file gets each event.
   */
  Uni<List<Entry>> next(String run, long after);

  /** The fold of a run's log, as of now. Fails with {@link RunLogFailure.NotFound}. */
  Uni<RunState> state(String run);

  /**
   * Owner and position of a run, without reading its texts. Fails with {@link
   * RunLogFailure.NotFound}.
   */
  Uni<Head> head(String run);

  /** An owner's runs, newest first; a store may leave their texts out. */
  Uni<Page> list(Listing listing);

  /**
   * Erases every trace of a run; nothing happens if there is none. Its worker's next append fails
   * as not found.
   */
  Uni<Void> erase(String run);

  /**
   * @param lastSeq of the newest event
   * @param ended whether that is a terminal one
   */
  record Head(String run, String owner, long lastSeq, boolean ended) {}

  /**
   * @param owner whose runs
   * @param status only these; {@code null} for all
   * @param after a run's id: only older ones; {@code null} from the newest
   * @param limit at most so many, at least 1
   */
  record Listing(String owner, RunState.Status status, String after, int limit) {}

  /**
   * @param next the cursor for {@link Listing#after()} of the next page; {@code null} if this is
   *     the last
   */
  record Page(List<RunState> runs, String next) {}
}
