package dev.hone.run;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All who follow runs here, each with a cursor of its own into the log, until they are told to
 * leave. Thread-safe.
 */
final class Watchers {

  private final RunLog log;
  private final Supplier<WatcherLag> lags;
  private final Set<Watching> all = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param lags a new one for each watcher
   */
  Watchers(RunLog log, Supplier<WatcherLag> lags) {
    this.log = log;
    this.lags = lags;
  }

  /** As {@link Runs#watch}. */
  Multi<List<Entry>> watch(String run, long after) {
    return follow(run, after, lags);
  }

  /** Completes as {@link #watch} does, and brings no entry; who waits so is not counted. */
  Multi<List<Entry>> untilEnd(String run) {
    return follow(run, Long.MAX_VALUE, () -> null);
  }

  /** Those of {@link #watch} who have not left. */
  int count() {
    return (int) all.stream().filter(Watching::isWatcher).count();
  }

  private Multi<List<Entry>> follow(String run, long after, Supplier<WatcherLag> lag) {
    return new AbstractMulti<>() {
      @Override
      public void subscribe(MultiSubscriber<? super List<Entry>> watcher) {
        Pull.after(after, position -> log.next(run, position))
            .subscribe()
            .withSubscriber(new Watching(run, after, all, lag.get(), watcher));
        if (closed) {
          leave(run::equals);
        }
      }
    };
  }

  /** Who watches such runs gets what is in the log by now, and then the end of the stream. */
  void leave(Predicate<String> runs) {
    Map<String, List<Watching>> leaving =
        all.stream()
            .filter(watching -> runs.test(watching.run()))
            .collect(Collectors.groupingBy(Watching::run));
    leaving.forEach(this::leave);
  }

  /** All leave, and who comes later gets no more than what is in the log then. */
  void close() {
    closed = true;
    leave(run -> true);
  }

  private void leave(String run, List<Watching> watchers) {
    log.head(run)
        .subscribe()
        .with(
            head -> watchers.forEach(watching -> watching.leaveAfter(head.lastSeq())),
            unknown -> watchers.forEach(watching -> watching.leaveAfter(0)));
  }
}
