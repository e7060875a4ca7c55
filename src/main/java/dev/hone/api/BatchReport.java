package dev.hone.api;

import java.time.Duration;
import org.jboss.logging.Logger;

/** The two lines that an operator sees of a batch. Used on one thread. */
final class BatchReport {

  private static final Logger LOG = Logger.getLogger(BatchReport.class);

  private final long from = System.nanoTime();
  private long refined;
  private long refused;

  BatchReport() {
    LOG.info("batch started");
  }

  void refined() {
    refined++;
  }

  void refused() {
    refused++;
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
