package dev.hone.run;

import dev.hone.telemetry.Durations;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How old the newest event is that one watcher is handed. What had happened before it came is
 * history and no lag. Times are those of the log: to the millisecond, and of another pod's clock
 * where that one appends.
 */
final class WatcherLag {

  private final Durations lags;
  private final Clock clock;
  private final long since;

  WatcherLag(Durations lags, Clock clock) {
    this.lags = lags;
    this.clock = clock;
    this.since = clock.millis();
  }

  /**
   * @param slice at least one entry
   */
  void delivered(List<Entry> slice) {
    long at = slice.get(slice.size() - 1).event().at().toEpochMilli();
    if (at >= since) {
      lags.record(TimeUnit.MILLISECONDS.toNanos(clock.millis() - at));
    }
  }
}
