package dev.hone.run.local;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunFold;
import dev.hone.refinement.RunState;
import dev.hone.run.Entry;
import dev.hone.run.Feed;
import dev.hone.run.Numbering;
import dev.hone.run.Pull;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import dev.hone.run.Waiting;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The log of one run in the heap, with one lock of its own. Thread-safe. */
final class LoggedRun implements Catalogue.Row {

  /** At most so many entries at once. */
  static final int SLICE = 256;

  private final String id;
  private final String owner;
  private final RunLog.Once once;
  private final Feed events = new Feed(SLICE);
  private final Feed requests = new Feed(SLICE);
  private boolean erased;

  /** Of the worker that has the run or had it last; each claim makes a new one. */
  private long fence = 1;

  private boolean givenUp;

  /** Number of the newest event that was requested; 0 if none was. */
  private long requested;

  private final RunFold fold;

  /** Written under the lock, read without. */
  private volatile RunState.Status status;

  /**
   * @param once {@code null} if it was begun without a key
   * @param first the run's {@code run.created}
   */
  LoggedRun(String owner, RunLog.Once once, Event first) {
    this.id = first.run();
    this.owner = owner;
    this.once = once;
    fold = new RunFold(first);
    status = fold.now().status();
    events.add(new Entry(first));
  }

  synchronized RunState state() {
    return fold.now();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String owner() {
    return owner;
  }

  @Override
  public RunLog.Once once() {
    return once;
  }

  @Override
  public RunState.Status status() {
    return status;
  }

  synchronized RunLog.Head head() {
    return new RunLog.Head(id, owner, fold.lastSeq(), fold.hasEnded());
  }

  synchronized RunLog.Lease lease() {
    return new RunLog.Lease(id, fence);
  }

  synchronized boolean isHeldUnder(long held) {
    return fence == held;
  }

  /** Number of the newest event that was requested; 0 if none was. */
  synchronized long requested() {
    return requested;
  }

  /** False: it is another worker's, nobody's already, has ended or is erased. */
  synchronized boolean giveUp(long held) {
    boolean was = givenUp;
    givenUp |= fence == held && !erased && !fold.hasEnded();
    return givenUp && !was;
  }

  /** A new lease of a run that was given up and goes on. */
  synchronized Optional<RunLog.Lease> claim() {
    if (!givenUp || erased || fold.hasEnded()) {
      return Optional.empty();
    }
    givenUp = false;
    fence++;
    return Optional.of(lease());
  }

  /**
   * Numbers a worker's fact and takes its event in one.
   *
   * @param held the worker's fence
   * @param heard up to where the worker knows what was requested
   * @param spending told what the event says was used
   */
  Event append(Numbering numbering, Fact fact, long held, long heard, Spending spending) {
    Event event;
    Runnable wake;
    long used;
    synchronized (this) {
      refuseIfErased();
      if (held != fence && !fold.hasEnded()) {
        throw new RunLogFailure.LeaseLost(id);
      }
      if (requested > heard && !fold.hasEnded()) {
        throw new RunLogFailure.Unheard(id);
      }
      long before = fold.used();
      event = numbering.next(fold, fact);
      wake = take(event, false);
      used = fold.used() - before;
    }
    tell(used, spending, wake);
    return event;
  }

  /** The same for someone who makes a fact of the state. */
  Event request(Numbering numbering, Function<RunState, Fact> fact, Spending spending) {
    Event event;
    Runnable wake;
    long used;
    synchronized (this) {
      refuseIfErased();
      long before = fold.used();
      event = numbering.next(fold.now(), fact);
      wake = take(event, true);
      used = fold.used() - before;
    }
    tell(used, spending, wake);
    return event;
  }

  private void tell(long used, Spending spending, Runnable wake) {
    if (used > 0) {
      spending.add(owner, used);
    }
    wake.run();
  }

  /**
   * Adds the event that follows the newest.
   *
   * @return wakes who waits for it, to be run once, in any order with other wakes, without a lock
   */
  synchronized Runnable take(Event event, boolean isRequest) {
    Entry entry = new Entry(event);
    fold.add(event); // first, since what can't be folded must not be there
    Runnable toWorker = isRequest ? requests.add(entry) : Feed.NOBODY;
    requested = isRequest ? event.seq() : requested;
    Runnable toReaders = events.add(entry);
    if (!(event.fact() instanceof Fact.Delta)) {
      status = fold.now().status();
    }
    if (event.isTerminal()) {
      toWorker = both(toWorker, requests.close());
      toReaders = both(toReaders, events.close());
    }
    // The worker first, so that a cancelled call ends before its end is written to sockets.
    return both(toWorker, toReaders);
  }

  /** A copy of all entries that are kept. */
  synchronized List<Entry> entries() {
    return events.entries();
  }

  /** What it takes in the heap, about. */
  long bytes() {
    long all = 0;
    for (Entry entry : entries()) {
      all += Weight.of(entry.event().fact());
    }
    return all;
  }

  void next(long after, Waiting reader) {
    read(events, after, reader);
  }

  /** What others append from the subscription on; as {@link RunLog#requests}. */
  Multi<Event> requests() {
    return Multi.createFrom()
        .deferred(() -> Pull.after(head().lastSeq(), this::nextRequest))
        .onItem()
        .<Entry>disjoint()
        .map(Entry::event)
        .onFailure(RunLogFailure.NotFound.class)
        .recoverWithCompletion();
  }

  /**
   * @return wakes who waits, as {@link #take}
   */
  synchronized Runnable erase() {
    erased = true;
    return both(requests.close(), events.fail(new RunLogFailure.NotFound(id)));
  }

  /** How many readers wait for the next event. */
  synchronized int waiting() {
    return events.waiting();
  }

  private Uni<List<Entry>> nextRequest(long after) {
    return Waiting.asking(worker -> read(requests, after, worker));
  }

  private void read(Feed feed, long after, Waiting waiting) {
    Feed.Reader reader = new Feed.Reader(after, waiting);
    waiting.onCancellation(() -> leave(feed, reader));
    List<Entry> news;
    synchronized (this) {
      refuseIfErased();
      news = feed.read(reader);
    }
    if (news != null) {
      waiting.complete(news);
    }
  }

  private synchronized void leave(Feed feed, Feed.Reader reader) {
    feed.leave(reader);
  }

  private void refuseIfErased() {
    if (erased) {
      throw new RunLogFailure.NotFound(id);
    }
  }

  private static Runnable both(Runnable first, Runnable second) {
    if (first == Feed.NOBODY) {
      return second; // as with nearly all: a worker's own facts wake readers only
    }
    return () -> {
      first.run();
      second.run();
    };
  }
}
