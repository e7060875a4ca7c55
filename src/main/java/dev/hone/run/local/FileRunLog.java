package dev.hone.run.local;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.Entry;
import dev.hone.run.Ledger;
import dev.hone.run.Numbering;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import dev.hone.run.Waiting;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The run log in a folder, with one file a run: {@link RunHeader}, then an event a line. Runs that
 * go on are in the heap too; an event is written before anybody gets it, so what was seen survives
 * the process. Runs that have ended are only in their files, without their deltas.
 *
 * <p>A thread of its own writes, so no caller waits for the disk; appends complete on the Vert.x
 * context that they were called from. When the disk is full they fail as {@link
 * RunLogFailure.Unavailable}, reading goes on, and so do they once there is room.
 *
 * <p>Ids of runs must be time-ordered, as in {@link MemoryRunLog}, and fit for a file's name.
 */
public final class FileRunLog implements RunLog, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(FileRunLog.class);

  /** More than a pod has connections and runs, each of which has one append at a time waiting. */
  private static final int WAITING = 1 << 14;

  private final RunFolder folder;
  private final Catalogue<FiledRun> runs = new Catalogue<>();
  private final Unclaimed unclaimed = new Unclaimed();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Archive archive;
  private final Trouble trouble;
  private final Shelf shelf;
  private final Journal journal;
  private final Ledger ledger;
  private final Spending spending;
  private final Turns<Job> turns = new Turns<>("run-log", WAITING, this::turn);

  private <L extends Ledger & Spending> FileRunLog(
      RunFolder folder, Clock clock, Duration age, int ended, L ledger) {
    this.folder = folder;
    this.ledger = ledger;
    this.spending = ledger;
    this.archive = new Archive(folder);
    Numbering numbering = new Numbering(clock);
    this.trouble = new Trouble(folder.path());
    this.shelf = new Shelf(folder, runs, numbering, new Retention(clock, age, ended), trouble);
    this.journal = new Journal(runs, numbering, trouble, ledger, shelf::finish);
  }

  /**
   * Makes the folder if it is missing, takes it till the log is closed, and reads what is in it,
   * which blocks.
   *
   * @param age how long a run is kept after its end
   * @param ended how many ended runs are kept, at least 1
   * @throws IllegalStateException if the folder can't be made, written to or read, or another
   *     process has it
   */
  public static FileRunLog open(Path path, Sync sync, Clock clock, Duration age, int ended) {
    RunFolder folder = RunFolder.open(path, sync);
    return open(folder, clock, age, ended, FileLedger.open(folder, clock));
  }

  /**
   * The same in a folder that is taken already.
   *
   * @param ledger told what runs use, before anybody gets the event that says it; closed with the
   *     log, as the folder is
   */
  static <L extends Ledger & Spending> FileRunLog open(
      RunFolder folder, Clock clock, Duration age, int ended, L ledger) {
    try {
      FileRunLog log = new FileRunLog(folder, clock, age, ended, ledger);
      log.shelf.read().forEach(run -> log.unclaimed.giveUp(run, run.lease()));
      log.turns.start();
      log.sweep();
      return log;
    } catch (IOException | RuntimeException e) {
      close(folder);
      throw e instanceof RuntimeException refused
          ? refused
          : new IllegalStateException("hone.run-log.path: " + folder.path() + ": " + e, e);
    }
  }

  @Override
  public Uni<Lease> create(String run, String owner, Fact.RunCreated created, Once once, int most) {
    return errand(() -> shelf.begin(run, owner, created, once, most));
  }

  @Override
  public Uni<First> first(String owner, String key) {
    return Uni.createFrom().item(() -> runs.first(owner, key));
  }

  @Override
  public Uni<Event> append(Lease lease, Fact fact, long heard) {
    return Uni.createFrom()
        .emitter(
            waiting ->
                submit(
                    new Job.Append(
                        lease.run(), lease.fence(), heard, before -> fact, Caller.of(waiting))));
  }

  @Override
  public Uni<Event> request(String run, Function<RunState, Fact> fact) {
    return Uni.createFrom()
        .emitter(
            waiting -> submit(new Job.Append(run, null, Long.MAX_VALUE, fact, Caller.of(waiting))));
  }

  /** The runs that were found unfinished at the start, and those that a worker gave up. */
  @Override
  public Uni<List<Lease>> claim(int atMost) {
    return Uni.createFrom()
        .deferred(
            () ->
                unclaimed.isEmpty()
                    ? Uni.createFrom().item(List.of())
                    : errand(() -> takeUnclaimed(atMost)));
  }

  @Override
  public Multi<Event> requests(Lease lease) {
    return Multi.createFrom()
        .deferred(
            () ->
                runs.get(lease.run()) instanceof FiledRun.Open open
                    ? open.log().requests()
                    : Multi.createFrom().<Event>empty())
        .onCancellation()
        .invoke(() -> giveUp(lease));
  }

  @Override
  public Uni<List<Entry>> next(String run, long after) {
    return Waiting.asking(reader -> next(runs.get(run), after, reader));
  }

  @Override
  public Uni<RunState> state(String run) {
    return Uni.createFrom()
        .deferred(
            () ->
                runs.get(run) instanceof FiledRun.Open open
                    ? Uni.createFrom().item(open.log().state())
                    : archive.state(run));
  }

  @Override
  public Uni<Head> head(String run) {
    return Uni.createFrom().item(() -> runs.get(run).head());
  }

  @Override
  public Uni<Page> list(Listing listing) {
    return Uni.createFrom()
        .item(() -> runs.page(listing))
        .chain(page -> archive.states(page.rows()).map(states -> new Page(states, page.next())));
  }

  @Override
  public Uni<Void> erase(String run) {
    return errand(
        () -> {
          shelf.erase(run);
          return null;
        });
  }

  /** Drops ended runs that are too old, in a while; wanted once in a while: each end does it. */
  public void sweep() {
    Uni<Void> sweeping =
        errand(
            () -> {
              shelf.tidy();
              return null;
            });
    sweeping.subscribe().with(done -> {}, busy -> LOG.debug("the next sweep will do"));
  }

  /**
   * Writes what has been accepted, then gives up the folder. Blocks. What comes later fails as
   * {@link RunLogFailure.Unavailable}; reading goes on.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    turns.close();
    shelf.writeIndex();
    runs.all().forEach(FileRunLog::release);
    spending.close();
    close(folder);
  }

  /**
   * What owners have used, in the same folder; what runs use is in it before anybody gets the
   * event.
   */
  public Ledger ledger() {
    return ledger;
  }

  /** How many readers wait for the next event of a run. */
  int waiting(String run) {
    return runs.get(run) instanceof FiledRun.Open open ? open.log().waiting() : 0;
  }

  private void giveUp(Lease lease) {
    if (runs.find(lease.run()) instanceof FiledRun.Open open) {
      unclaimed.giveUp(open.log(), lease);
    }
  }

  /**
   * On the thread that writes: so what a worker appended before it gave its run up is there or
   * refused. While the folder can't be written one run at a time finds out whether it can again.
   */
  private List<Lease> takeUnclaimed(int atMost) {
    return unclaimed.claim(trouble.isThere() ? Math.min(1, atMost) : atMost);
  }

  private void next(FiledRun run, long after, Waiting reader) {
    if (run instanceof FiledRun.Open open) {
      open.log().next(after, reader);
    } else if (after >= run.head().lastSeq()) {
      reader.complete(List.of());
    } else {
      archive.after(run.id(), after).subscribe().with(reader::complete, reader::fail);
    }
  }

  private <T> Uni<T> errand(Supplier<T> work) {
    return Uni.createFrom().emitter(waiting -> submit(new Job.Errand<T>(work, Caller.of(waiting))));
  }

  private void submit(Job job) {
    if (!turns.offer(job)) {
      job.refuse(new RunLogFailure.Unavailable("the run log takes no more now", null));
    }
  }

  /** On the thread that writes. */
  private void turn(List<Job> jobs) {
    List<Job.Append> appends = new ArrayList<>();
    for (Job job : jobs) {
      if (job instanceof Job.Append append) {
        appends.add(append);
      } else if (job instanceof Job.Errand<?> errand) {
        journal.append(appends);
        appends.clear();
        errand.run();
      }
    }
    journal.append(appends);
  }

  private static void release(FiledRun run) {
    if (run instanceof FiledRun.Open open) {
      open.release();
    }
  }

  private static void close(RunFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      LOG.warnf(e, "the folder %s could not be given up", folder.path());
    }
  }
}
