package dev.hone.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A place in scripted answers where the server stops until a test lets it go on. Thread-safe. */
public final class Gate {

  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final AtomicInteger arrived = new AtomicInteger();

  /** How many answers have come to it. */
  public int arrived() {
    return arrived.get();
  }

  /** For those who wait and all who come. */
  public void open() {
    opened.complete(null);
  }

  void pass(Runnable then) {
    arrived.incrementAndGet();
    opened.thenRun(then);
  }
}
