package dev.hone.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts what all watchers see. Thread-safe. */
final class Meter {

  /** What was seen since it was opened. Times are in microseconds. */
  static final class Window {

    private static final long MOST = 60_000_000;

    final long from = System.nanoTime();
    final LongAdder events = new LongAdder();
    final LongAdder tokens = new LongAdder();
    final LongAdder completed = new LongAdder();
    final LongAdder rejoined = new LongAdder();
    final Histogram latency = new ConcurrentHistogram(MOST, 3);
    final Histogram gap = new ConcurrentHistogram(MOST, 3);

    void latency(long nanos) {
      record(latency, nanos);
    }

    void gap(long nanos) {
      record(gap, nanos);
    }

    private static void record(Histogram histogram, long nanos) {
      histogram.recordValue(Math.max(0, Math.min(MOST, nanos / 1_000)));
    }
  }

  private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();
  private volatile Window window = new Window();

  Window window() {
    return window;
  }

  /** What was seen before counts no more. */
  void open() {
    window = new Window();
  }

  /** What must not be: they are counted from the beginning to the end. */
  void fault(String what) {
    faults.computeIfAbsent(what, first -> new LongAdder()).increment();
  }

  Map<String, Long> faults() {
    Map<String, Long> counts = new TreeMap<>();
    faults.forEach((what, count) -> counts.put(what, count.sum()));
    return counts;
  }
}
