package dev.hone.api;

import java.time.Duration;
import org.jboss.logging.Logger;

/** The two lines that an operator sees of a batch. Used on one thread. */
final class BatchReport {

  private static final Logger LOG = Logger.getLogger(BatchReport.class);

  private final BatchCounts all;
  private final long from = System.nanoTime();
  private long refined;
  private long refused;

  BatchReport(BatchCounts all) {
    this.all = all;
    LOG.info("batch started");
  }

  void refined() {
    refined++;
    all.countRefined();
  }

  void refused() {
    refused++;
    all.countRefused();
  }

  /**
   * @param whole whether all of it was answered
   */
  void ended(boolean whole) {
    LOG.infof(
        "batch ended: outcome=%s refined=%d refused=%d duration_ms=%d",
        whole ? "completed" : "cancelled",
        refined,
        refused,
        Duration.ofNanos(System.nanoTime() - from).toMillis());
  }
}
