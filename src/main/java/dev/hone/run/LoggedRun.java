package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The log of one run in the heap, with one lock of its own. Thread-safe. */
final class LoggedRun {

  private static final int SLICE = 256;

  private final String id;
  private final String owner;
  private final Clock clock;
  private final Feed events = new Feed(SLICE);
  private final Feed requests = new Feed(SLICE);
  private final Deltas deltas = new Deltas();
  private boolean erased;

  /** Written under the lock, read without. */
  private volatile RunState state;

  LoggedRun(String id, String owner, Fact.RunCreated created, Clock clock) {
    this.id = id;
    this.owner = owner;
    this.clock = clock;
    Event first = new Event(id, 1, now(), created);
    state = RunState.of(first);
    events.add(new Entry(first));
  }

  RunState state() {
    return state;
  }

  boolean isOf(String someone) {
    return owner.equals(someone);
  }

  RunLog.Head head() {
    RunState now = state;
    return new RunLog.Head(id, owner, now.lastSeq(), now.hasEnded());
  }

  Event append(Fact fact) {
    return add(before -> fact, false);
  }

  Event request(Function<RunState, Fact> fact) {
    return add(fact, true);
  }

  void next(long after, UniEmitter<? super List<Entry>> reader) {
    read(events, after, reader);
  }

  void nextRequest(long after, UniEmitter<? super List<Entry>> worker) {
    read(requests, after, worker);
  }

  void erase() {
    Runnable toWorker;
    Runnable toReaders;
    synchronized (this) {
      erased = true;
      toWorker = requests.close();
      toReaders = events.fail(new RunLogFailure.NotFound(id));
    }
    toWorker.run();
    toReaders.run();
  }

  /** How many readers wait for the next event. */
  synchronized int waiting() {
    return events.waiting();
  }

  private Event add(Function<RunState, Fact> made, boolean requested) {
    Event event;
    Runnable toWorker = () -> {};
    Runnable toReaders;
    synchronized (this) {
      event = number(made);
      Entry entry = new Entry(event);
      if (requested) {
        toWorker = requests.add(entry);
      }
      toReaders = events.add(entry);
      if (event.isTerminal()) {
        toWorker = both(toWorker, requests.close());
        toReaders = both(toReaders, events.close());
      }
    }
    toWorker.run(); // first, so that a cancelled call ends before its end is written to sockets
    toReaders.run();
    return event;
  }

  private Event number(Function<RunState, Fact> made) {
    refuseIfErased();
    if (state.hasEnded()) {
      throw new RunLogFailure.Ended(id);
    }
    Event event = new Event(id, state.lastSeq() + 1, now(), made.apply(state));
    state = state.apply(event);
    return event;
  }

  private void read(Feed feed, long after, UniEmitter<? super List<Entry>> waiting) {
    Feed.Reader reader = new Feed.Reader(after, waiting);
    waiting.onTermination(() -> leave(feed, reader));
    List<Entry> news;
    synchronized (this) {
      refuseIfErased();
      news = feed.read(reader);
    }
    if (news != null) {
      waiting.complete(deltas.merge(news));
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

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  private static Runnable both(Runnable first, Runnable second) {
    return () -> {
      first.run();
      second.run();
    };
  }
}
