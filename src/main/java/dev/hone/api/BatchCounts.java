package dev.hone.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;

/** How many lines of all batches have been answered since the start, for figures. Thread-safe. */
@ApplicationScoped
public class BatchCounts {

  private final LongAdder refined = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** Lines that came back as samples. */
  public long refined() {
    return refined.sum();
  }

  /** Lines that came back as problems. */
  public long refused() {
    return refused.sum();
  }

  void countRefined() {
    refined.increment();
  }

  void countRefused() {
    refused.increment();
  }
}
