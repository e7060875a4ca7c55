package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * The run log in the heap of one pod; it ends with the process. Every call that doesn't wait for an
 * event completes on the thread that subscribes.
 *
 * <p>Ids of runs must be time-ordered: their order as texts is the order of listings.
 */
public final class MemoryRunLog implements RunLog {

  /** Nobody else can take over a run that lives in this heap. */
  private static final long ONLY_FENCE = 1;

  private final Clock clock;
  private final Retention retention;
  private final ConcurrentNavigableMap<String, LoggedRun> runs = new ConcurrentSkipListMap<>();

  /**
   * @param age how long a run is kept after its end
   * @param ended how many ended runs are kept, at least 1
   */
  public MemoryRunLog(Clock clock, Duration age, int ended) {
    this.clock = clock;
    this.retention = new Retention(clock, age, ended);
  }

  @Override
  public Uni<Lease> create(String run, String owner, Fact.RunCreated created) {
    return Uni.createFrom()
        .item(
            () -> {
              if (runs.putIfAbsent(run, new LoggedRun(run, owner, created, clock)) != null) {
                throw new IllegalArgumentException("there is a run " + run + " already");
              }
              return new Lease(run, ONLY_FENCE);
            });
  }

  @Override
  public Uni<Event> append(Lease lease, Fact fact) {
    return Uni.createFrom().item(() -> noteEnd(leased(lease).append(fact)));
  }

  @Override
  public Uni<Event> request(String run, Function<RunState, Fact> fact) {
    return Uni.createFrom().item(() -> noteEnd(logged(run).request(fact)));
  }

  @Override
  public Multi<Event> requests(Lease lease) {
    return Multi.createFrom()
        .deferred(
            () -> {
              LoggedRun run = logged(lease.run());
              return Pull.after(
                  run.state().lastSeq(),
                  after -> Uni.createFrom().emitter(worker -> run.nextRequest(after, worker)));
            })
        .onItem()
        .<Entry>disjoint()
        .map(Entry::event)
        .onFailure(RunLogFailure.NotFound.class)
        .recoverWithCompletion();
  }

  @Override
  public Uni<List<Entry>> next(String run, long after) {
    return Uni.createFrom().emitter(reader -> logged(run).next(after, reader));
  }

  @Override
  public Uni<RunState> state(String run) {
    return Uni.createFrom().item(() -> logged(run).state());
  }

  @Override
  public Uni<Head> head(String run) {
    return Uni.createFrom().item(() -> logged(run).head());
  }

  @Override
  public Uni<Page> list(Listing listing) {
    return Uni.createFrom().item(() -> page(listing));
  }

  /** Nobody but this process can have worked on a run that lives in its heap. */
  @Override
  public Uni<List<Lease>> claim(int atMost) {
    return Uni.createFrom().item(List.of());
  }

  @Override
  public Uni<Void> erase(String run) {
    return Uni.createFrom()
        .voidItem()
        .invoke(
            () -> {
              retention.forget(run);
              drop(run);
            });
  }

  /**
   * Drops ended runs that are too old. It is cheap, and wanted once in a while: each end does it.
   */
  public void sweep() {
    retention.due().forEach(this::drop);
  }

  /** How many readers wait for the next event of a run. */
  int waiting(String run) {
    return logged(run).waiting();
  }

  private LoggedRun logged(String run) {
    LoggedRun found = runs.get(run);
    if (found == null) {
      throw new RunLogFailure.NotFound(run);
    }
    return found;
  }

  private LoggedRun leased(Lease lease) {
    LoggedRun run = logged(lease.run());
    if (lease.fence() != ONLY_FENCE && !run.state().hasEnded()) {
      throw new RunLogFailure.LeaseLost(lease.run());
    }
    return run;
  }

  private Event noteEnd(Event event) {
    if (event.isTerminal()) {
      retention.ended(event.run());
      sweep();
    }
    return event;
  }

  private void drop(String run) {
    LoggedRun dropped = runs.remove(run);
    if (dropped != null) {
      dropped.erase();
    }
  }

  private Page page(Listing listing) {
    NavigableMap<String, LoggedRun> newestFirst =
        listing.after() == null
            ? runs.descendingMap()
            : runs.descendingMap().tailMap(listing.after(), false);
    List<RunState> found =
        newestFirst.values().stream()
            .filter(run -> run.isOf(listing.owner()))
            .map(LoggedRun::state)
            .filter(run -> listing.status() == null || listing.status() == run.status())
            .limit(listing.limit() + 1L)
            .toList();
    if (found.size() <= listing.limit()) {
      return new Page(found, null);
    }
    return new Page(found.subList(0, listing.limit()), found.get(listing.limit() - 1).id());
  }
}
