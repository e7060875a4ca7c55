package dev.hone.run;

import dev.hone.refinement.RunState;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
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

    boolean isOf(String owner);

    RunState.Status status();
  }

  /**
   * @param next the cursor of the next page; {@code null} if this is the last
   */
  record Page<R>(List<R> rows, String next) {}

  private final ConcurrentNavigableMap<String, R> rows = new ConcurrentSkipListMap<>();

  /**
   * @throws IllegalArgumentException if the id is taken
   */
  void add(R row) {
    if (rows.putIfAbsent(row.id(), row) != null) {
      throw taken(row.id());
    }
  }

  /**
   * @throws IllegalArgumentException if it is taken
   */
  void refuseIfTaken(String run) {
    if (rows.containsKey(run)) {
      throw taken(run);
    }
  }

  /** Puts it in the place of the row with its id. */
  void replace(R row) {
    rows.replace(row.id(), row);
  }

  /** {@code null} if there was none. */
  R remove(String run) {
    return rows.remove(run);
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
    return rows.values();
  }

  Page<R> page(RunLog.Listing listing) {
    NavigableMap<String, R> newestFirst =
        listing.after() == null
            ? rows.descendingMap()
            : rows.descendingMap().tailMap(listing.after(), false);
    List<R> found =
        newestFirst.values().stream()
            .filter(row -> row.isOf(listing.owner()))
            .filter(row -> listing.status() == null || listing.status() == row.status())
            .limit(listing.limit() + 1L)
            .toList();
    if (found.size() <= listing.limit()) {
      return new Page<>(found, null);
    }
    return new Page<>(found.subList(0, listing.limit()), found.get(listing.limit() - 1).id());
  }

  private static IllegalArgumentException taken(String run) {
    return new IllegalArgumentException("there is a run " + run + " already");
  }
}
