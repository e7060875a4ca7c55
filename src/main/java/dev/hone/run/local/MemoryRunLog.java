package dev.hone.run.local;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.Entry;
import dev.hone.run.Ledger;
import dev.hone.run.Numbering;
import dev.hone.run.RunLog;
import dev.hone.run.Waiting;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The run log in the heap of one pod; it ends with the process. Every call that doesn't wait for an
 * event completes on the thread that subscribes.
 *
 * <p>Ids of runs must be time-ordered: their order as texts is the order of listings.
 */
public final class MemoryRunLog implements RunLog {

  private final Numbering numbering;
  private final Retention retention;
  private final Catalogue<LoggedRun> runs = new Catalogue<>();
  private final Unclaimed unclaimed = new Unclaimed();
  private final MemoryLedger ledger;

  /**
   * @param age how long a run is kept after its end
   * @param ended how many ended runs are kept, at least 1
   */
  public MemoryRunLog(Clock clock, Duration age, int ended) {
    this(clock, age, ended, Long.MAX_VALUE);
  }

  /**
   * @param age how long a run is kept after its end
   * @param ended how many ended runs are kept, at least 1
   * @param bytes how much of the heap ended runs may take, about; the newest is kept though it
   *     takes more
   */
  public MemoryRunLog(Clock clock, Duration age, int ended, long bytes) {
    this.ledger = new MemoryLedger(clock);
    this.numbering = new Numbering(clock);
    this.retention = new Retention(clock, age, ended, bytes);
  }

  @Override
  public boolean outlivesProcess() {
    return false;
  }

  @Override
  public Uni<Lease> create(String run, String owner, Fact.RunCreated created, Once once, int most) {
    return Uni.createFrom()
        .item(
            () -> {
              LoggedRun log = new LoggedRun(owner, once, numbering.first(run, created));
              runs.add(log, most);
              return log.lease();
            });
  }

  @Override
  public Uni<First> first(String owner, String key) {
    return Uni.createFrom().item(() -> runs.first(owner, key));
  }

  @Override
  public Uni<Event> append(Lease lease, Fact fact, long heard) {
    return Uni.createFrom()
        .item(
            () ->
                noteEnd(
                    runs.get(lease.run()).append(numbering, fact, lease.fence(), heard, ledger)));
  }

  @Override
  public Uni<Event> request(String run, Function<RunState, Fact> fact) {
    return Uni.createFrom().item(() -> noteEnd(runs.get(run).request(numbering, fact, ledger)));
  }

  /** Those that a worker gave up: all others have theirs here. */
  @Override
  public Uni<List<Lease>> claim(int atMost) {
    return Uni.createFrom().item(() -> unclaimed.claim(atMost));
  }

  @Override
  public Multi<Event> requests(Lease lease) {
    return Multi.createFrom()
        .deferred(() -> runs.get(lease.run()).requests())
        .onCancellation()
        .invoke(() -> giveUp(lease));
  }

  @Override
  public Uni<List<Entry>> next(String run, long after) {
    return Waiting.asking(reader -> runs.get(run).next(after, reader));
  }

  @Override
  public Uni<RunState> state(String run) {
    return Uni.createFrom().item(() -> runs.get(run).state());
  }

  @Override
  public Uni<Head> head(String run) {
    return Uni.createFrom().item(() -> runs.get(run).head());
  }

  @Override
  public Uni<Page> list(Listing listing) {
    return Uni.createFrom()
        .item(
            () -> {
              Catalogue.Page<LoggedRun> page = runs.page(listing);
              return new Page(page.rows().stream().map(LoggedRun::state).toList(), page.next());
            });
  }

  /** Nobody but this process can have worked on a run that lives in its heap. */
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
   * Drops ended runs that are too old, too many or too large. It is cheap, and wanted once in a
   * while: each end does it.
   */
  public void sweep() {
    retention.due().forEach(this::drop);
  }

  /**
   * What owners have used, in the same heap; what runs use is in it before anybody gets the event.
   */
  public Ledger ledger() {
    return ledger;
  }

  /** How many readers wait for the next event of a run. */
  public int waiting(String run) {
    return runs.get(run).waiting();
  }

  /** What a run takes in the heap, about. */
  long bytes(String run) {
    return runs.get(run).bytes();
  }

  private void giveUp(Lease lease) {
    LoggedRun run = runs.find(lease.run());
    if (run != null) {
      unclaimed.giveUp(run, lease);
    }
  }

  private Event noteEnd(Event event) {
    if (event.isTerminal()) {
      runs.ended(event.run());
      LoggedRun ended = runs.find(event.run());
      if (ended != null) {
        retention.ended(event.run(), event.at().toEpochMilli(), ended.bytes());
      }
      sweep();
    }
    return event;
  }

  private void drop(String run) {
    LoggedRun dropped = runs.remove(run);
    if (dropped != null) {
      dropped.erase().run();
    }
  }
}
