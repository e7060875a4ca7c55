package dev.hone.run.local;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which ended runs are kept: the newest so many, none longer than an age, and of more than one only
 * as many as have so many bytes together. It never names one that runs. Thread-safe.
 */
final class Retention {

  private final Clock clock;
  private final Duration age;
  private final int runs;
  private final long bytes;

  /**
   * @param at in milliseconds
   */
  private record End(long at, long bytes) {}

  /** The oldest end first. */
  private final Map<String, End> ended = new LinkedHashMap<>();

  /** Of all that have ended. */
  private long kept;

  /** However large they are. */
  Retention(Clock clock, Duration age, int runs) {
    this(clock, age, runs, Long.MAX_VALUE);
  }

  Retention(Clock clock, Duration age, int runs, long bytes) {
    if (runs < 1) {
      throw new IllegalArgumentException("retention.runs must be at least 1, not " + runs);
    }
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("retention.age must be positive, not " + age);
    }
    this.clock = clock;
    this.age = age;
    this.runs = runs;
    this.bytes = bytes;
  }

  /**
   * To be told in the order of the ends.
   *
   * @param at in milliseconds
   */
  void ended(String run, long at) {
    ended(run, at, 0);
  }

  /** The same of a run that takes so many bytes. */
  synchronized void ended(String run, long at, long bytes) {
    forget(run);
    ended.put(run, new End(at, bytes));
    kept += bytes;
  }

  synchronized void forget(String run) {
    End end = ended.remove(run);
    if (end != null) {
      kept -= end.bytes();
    }
  }

  /** The runs to drop now; each is named once. */
  synchronized List<String> due() {
    List<String> due = new ArrayList<>();
    long oldest = clock.millis() - age.toMillis();
    for (Iterator<Map.Entry<String, End>> all = ended.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, End> run = all.next();
      boolean tooLarge = kept > bytes && ended.size() > 1;
      if (ended.size() <= runs && !tooLarge && run.getValue().at() >= oldest) {
        break;
      }
      due.add(run.getKey());
      kept -= run.getValue().bytes();
      all.remove();
    }
    return due;
  }
}
