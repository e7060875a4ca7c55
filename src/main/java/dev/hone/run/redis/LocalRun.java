package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.run.Entry;
import dev.hone.run.Feed;
import dev.hone.run.RunLogFailure;
import dev.hone.run.Waiting;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A run that somebody here works on or follows: its events as far as this pod knows them, shared by
 * all who follow it. News are taken only where they go on from the last known event; else the
 * stream is read, so there never is a gap. Thread-safe; nobody is called under its lock.
 */
final class LocalRun {

  private static final int SLICE = 256;

  private final String id;
  private final BiFunction<String, Long, Future<List<Stored>>> stream;
  private final Readers readers = new Readers(SLICE);

  private Feed requests = new Feed(SLICE);
  private boolean hosted;
  private Appender appender;
  private long last;
  private long heardOf;
  private boolean loaded;
  private boolean reading;
  private boolean readAgain;
  private boolean over;
  private boolean retired;
  private long used = System.nanoTime();
  private long informed = System.nanoTime();

  /**
   * @param stream reads what a run's stream has after a number
   */
  LocalRun(String id, BiFunction<String, Long, Future<List<Stored>>> stream) {
    this.id = id;
    this.stream = stream;
  }

  String id() {
    return id;
  }

  /** It was created here with this event. */
  synchronized void begin(Stored created) {
    loaded = true;
    add(created);
  }

  /** This pod works on it from now on; whoever did so here before is told that it doesn't. */
  void host(Appender worker) {
    Runnable wake;
    synchronized (this) {
      appender = worker;
      wake = requests.close();
      requests = new Feed(SLICE);
      hosted = true;
    }
    wake.run();
  }

  /** What is known here after a number. */
  synchronized List<Event> after(long seq) {
    return readers.after(seq);
  }

  /** Who appends for the worker here; {@code null} if none (any more). */
  synchronized Appender appender() {
    return appender;
  }

  /** The worker here is done, or its lease is another's. */
  void leave(Appender worker) {
    Runnable wake;
    synchronized (this) {
      if (appender != worker) {
        return;
      }
      appender = null;
      hosted = false;
      used = System.nanoTime();
      wake = requests.close();
    }
    wake.run();
  }

  /** The number of the newest event that is in the feeds here. */
  synchronized long last() {
    return last;
  }

  /** The number of the newest event that was heard of here. */
  synchronized long heardOf() {
    return Math.max(last, heardOf);
  }

  /** False: it was dropped meanwhile, another must be made. */
  boolean next(long after, Waiting waiting) {
    Feed.Reader reader = new Feed.Reader(after, waiting);
    boolean first;
    Runnable wake = null;
    synchronized (this) {
      if (retired) {
        return false;
      }
      used = System.nanoTime();
      first = !loaded && !over;
      if (first) {
        readers.waitForAll(reader, waiting);
      } else {
        wake = readers.read(reader, waiting);
      }
    }
    waiting.onCancellation(() -> leave(reader));
    if (wake != null) {
      wake.run();
    }
    if (first) {
      heal();
    }
    return true;
  }

  void nextRequest(long after, Waiting waiting) {
    Feed.Reader reader = new Feed.Reader(after, waiting);
    Feed feed;
    List<Entry> news;
    synchronized (this) {
      feed = requests;
      news = feed.read(reader);
    }
    waiting.onCancellation(() -> leave(feed, reader));
    if (news != null) {
      waiting.complete(news);
    }
  }

  /** Takes what was appended, or reads the stream if something is missing before it. */
  void offer(News news) {
    List<Runnable> wake = new ArrayList<>();
    boolean gap = false;
    synchronized (this) {
      if (over || news.last() <= last) {
        return;
      }
      heardOf = Math.max(heardOf, news.last());
      if (reading) {
        readAgain = true;
      } else if (!loaded || news.before() > last) {
        gap = true;
      } else {
        informed = System.nanoTime();
        addAll(news.entries(), wake);
      }
    }
    wake.forEach(Runnable::run);
    if (gap) {
      heal();
    }
  }

  /** Reads the stream from the last known event on. */
  void heal() {
    long from;
    synchronized (this) {
      if (over) {
        return;
      }
      if (reading) {
        readAgain = true;
        return;
      }
      reading = true;
      readAgain = false;
      from = last;
    }
    stream.apply(id, from).onComplete(this::healed);
  }

  /** Reads the stream if somebody has waited for so long that an event may have been missed. */
  void healIfQuiet(long nanos) {
    boolean due;
    synchronized (this) {
      due = (waiting() > 0 || hosted) && System.nanoTime() - informed >= nanos;
    }
    if (due) {
      heal();
    }
  }

  void erase() {
    List<Runnable> wake = new ArrayList<>();
    synchronized (this) {
      vanish(new RunLogFailure.NotFound(id), wake);
    }
    wake.forEach(Runnable::run);
  }

  /** How many wait for the next event. */
  synchronized int waiting() {
    return readers.waiting();
  }

  /** Whether nobody has needed it for so long; then it takes no more readers. */
  synchronized boolean retire(long nanos) {
    boolean idle = waiting() == 0 && !hosted && !reading;
    retired |= idle && System.nanoTime() - used >= nanos;
    return retired;
  }

  /**
   * Whether it has ended; then it takes no more readers. For when there may be more of it in the
   * store: one that failed over can have lost the end.
   */
  synchronized boolean retireEnded() {
    retired |= over;
    return retired;
  }

  private synchronized void leave(Feed.Reader reader) {
    readers.leave(reader);
    used = System.nanoTime();
  }

  private synchronized void leave(Feed feed, Feed.Reader reader) {
    feed.leave(reader);
  }

  private void healed(AsyncResult<List<Stored>> read) {
    List<Runnable> wake = new ArrayList<>();
    boolean again;
    synchronized (this) {
      reading = false;
      again = readAgain;
      if (read.succeeded()) {
        informed = System.nanoTime();
        loaded = true;
        addAll(read.result(), wake);
        wake.addAll(readers.welcome());
      } else if (!Unavailable.isOfRedis(read.cause())) {
        vanish(Unavailable.unreadable(id, read.cause()), wake);
      }
    }
    wake.forEach(Runnable::run);
    if (again) {
      heal();
    }
  }

  private void addAll(List<Stored> entries, List<Runnable> wake) {
    if (waiting() > 0) {
      used = System.nanoTime();
    }
    for (Stored entry : entries) {
      if (entry.seq() > last && !over) {
        wake.addAll(add(entry));
      }
    }
  }

  /** The worker is woken first, so that a cancelled call ends before its end is written. */
  private List<Runnable> add(Stored stored) {
    last = stored.seq();
    Entry entry = new Entry(stored.event());
    List<Runnable> wake = new ArrayList<>(2);
    if (stored.isRequested() && hosted) {
      wake.add(requests.add(entry));
    }
    Runnable toReaders = readers.add(entry);
    if (stored.event().isTerminal()) {
      over = true;
      appender = null;
      hosted = false;
      wake.add(requests.close());
      wake.add(toReaders);
      wake.add(readers.close());
    } else {
      wake.add(toReaders);
    }
    return wake;
  }

  private void vanish(RunLogFailure cause, List<Runnable> wake) {
    over = true;
    retired = true;
    appender = null;
    hosted = false;
    wake.add(requests.close());
    wake.addAll(readers.fail(cause));
  }
}
