package dev.hone.run;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which ended runs are kept: the newest so many, and none longer than an age. It never names one
 * that runs. Thread-safe.
 */
final class Retention {

  private final Clock clock;
  private final Duration age;
  private final int runs;

  /** When each ended, in milliseconds, the oldest end first. */
  private final Map<String, Long> ended = new LinkedHashMap<>();

  Retention(Clock clock, Duration age, int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException("retention.runs must be at least 1, not " + runs);
    }
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("retention.age must be positive, not " + age);
    }
    this.clock = clock;
    this.age = age;
    this.runs = runs;
  }

  /**
   * To be told in the order of the ends.
   *
   * @param at in milliseconds
   */
  synchronized void ended(String run, long at) {
    ended.put(run, at);
  }

  synchronized void forget(String run) {
    ended.remove(run);
  }

  /** The runs to drop now; each is named once. */
  synchronized List<String> due() {
    List<String> due = new ArrayList<>();
    long oldest = clock.millis() - age.toMillis();
    for (Iterator<Map.Entry<String, Long>> all = ended.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Long> run = all.next();
      if (ended.size() <= runs && run.getValue() >= oldest) {
        break;
      }
      due.add(run.getKey());
      all.remove();
    }
    return due;
  }
}
