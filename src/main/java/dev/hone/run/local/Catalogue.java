package dev.hone.run.local;

import dev.hone.refinement.RunState;
import dev.hone.run.RunLog;
import dev.hone.run.RunLogFailure;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The runs of a log by id; the order of ids as texts is the order of listings. Thread-safe.
 *
 * @param <R> what the log knows of a run
 */
final class Catalogue<R extends Catalogue.Row> {

  /** What a listing asks of a run. */
  interface Row {

    String id();

    String owner();

    /** {@code null} if it was begun without a key. */
    RunLog.Once once();

    RunState.Status status();
  }

  /**
   * @param next the cursor of the next page; {@code null} if this is the last
   */
  record Page<R>(List<R> rows, String next) {}

  private record OwnersKey(String owner, String key) {}

  /** Asked for twice a token, where {@link #ordered} is a dozen comparisons deep. */
  private final Map<String, R> rows = new ConcurrentHashMap<>();

  /** The same rows, for listings. */
  private final ConcurrentNavigableMap<String, R> ordered = new ConcurrentSkipListMap<>();

  /** The runs that were begun with a key; each is in {@link #rows} first. */
  private final Map<OwnersKey, String> begun = new ConcurrentHashMap<>();

  /** Each owner's runs that had not ended when they came; some may have since. */
  private final Map<String, Set<R>> open = new HashMap<>();

  /**
   * Both in one: that nothing is in the way, and that it is here.
   *
   * @param most as in {@link RunLog#create}
   * @throws IllegalArgumentException if the id is taken
   * @throws RunLogFailure.Repeated if its owner's key is
   * @throws RunLogFailure.TooManyRuns if its owner has as many that have not ended
   */
  synchronized void add(R row, int most) {
    refuse(row.id(), row.owner(), row.once(), most);
    rows.put(row.id(), row);
    ordered.put(row.id(), row);
    if (!row.status().isEnd()) {
      open.computeIfAbsent(row.owner(), owner -> new HashSet<>()).add(row);
    }
    if (row.once() != null) {
      begun.put(new OwnersKey(row.owner(), row.once().key()), row.id());
    }
  }

  /** Throws as {@link #add} would. */
  synchronized void refuse(String run, String owner, RunLog.Once once, int most) {
    if (rows.containsKey(run)) {
      throw new IllegalArgumentException("there is a run " + run + " already");
    }
    RunLog.First first = once == null ? null : first(owner, once.key());
    if (first != null) {
      throw new RunLogFailure.Repeated(first);
    }
    if (most > 0 && open(owner) >= most) {
      throw new RunLogFailure.TooManyRuns(most);
    }
  }

  private long open(String owner) {
    return open.getOrDefault(owner, Set.of()).stream().filter(row -> !row.status().isEnd()).count();
  }

  /** {@code null} if the key has begun nothing. */
  RunLog.First first(String owner, String key) {
    String run = begun.get(new OwnersKey(owner, key));
    R row = run == null ? null : rows.get(run);
    return row == null ? null : new RunLog.First(run, row.once().fingerprint());
  }

  /** Puts the row of a run that has ended in the place of the one that it had. */
  synchronized void replace(R row) {
    R before = rows.replace(row.id(), row);
    if (before != null) {
      ordered.put(row.id(), row);
      close(before);
    }
  }

  /** A run has ended. */
  synchronized void ended(String run) {
    R row = rows.get(run);
    if (row != null) {
      close(row);
    }
  }

  private void close(R row) {
    Set<R> owners = open.get(row.owner());
    if (owners != null && owners.remove(row) && owners.isEmpty()) {
      open.remove(row.owner());
    }
  }

  /** {@code null} if there was none. */
  synchronized R remove(String run) {
    R row = rows.remove(run);
    if (row != null) {
      ordered.remove(run);
      close(row);
    }
    if (row != null && row.once() != null) {
      begun.remove(new OwnersKey(row.owner(), row.once().key()));
    }
    return row;
  }

  /**
   * @throws RunLogFailure.NotFound if there is none
   */
  R get(String run) {
    R found = find(run);
    if (found == null) {
      throw new RunLogFailure.NotFound(run);
    }
    return found;
  }

  /** {@code null} if there is none. */
  R find(String run) {
    return rows.get(run);
  }

  /** A view, the oldest first. */
  Collection<R> all() {
    return ordered.values();
  }

  Page<R> page(RunLog.Listing listing) {
    NavigableMap<String, R> newestFirst =
        listing.after() == null
            ? ordered.descendingMap()
            : ordered.descendingMap().tailMap(listing.after(), false);
    List<R> found =
        newestFirst.values().stream()
            .filter(row -> row.owner().equals(listing.owner()))
            .filter(row -> listing.status() == null || listing.status() == row.status())
            .limit(listing.limit() + 1L)
            .toList();
    if (found.size() <= listing.limit()) {
      return new Page<>(found, null);
    }
    return new Page<>(found.subList(0, listing.limit()), found.get(listing.limit() - 1).id());
  }
}
