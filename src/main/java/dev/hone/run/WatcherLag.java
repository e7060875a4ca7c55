package dev.hone.run;

import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How old the newest event is that one watcher is handed. What had happened before it came is
 * history and no lag. Times are those of the log: to the millisecond, and of another pod's clock
 * where that one appends.
 */
final class WatcherLag {

  private final Timer lags;
  private final Clock clock;
  private final long since;

  WatcherLag(Timer lags, Clock clock) {
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
      lags.record(Math.max(0, clock.millis() - at), TimeUnit.MILLISECONDS);
    }
  }
}
