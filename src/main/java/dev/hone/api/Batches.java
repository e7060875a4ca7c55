package dev.hone.api;

import dev.hone.run.Clients;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The batches under way. When the server is to stop they take no further line, and those that they
 * have taken have the time that runs have; the connections are {@link RequestDrain}'s.
 */
@ApplicationScoped
class Batches implements Clients {

  private final Set<Runnable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean released;

  /**
   * @param stop called once and on any thread if the server is to stop before {@link #remove}
   */
  void add(Runnable stop) {
    open.add(stop);
    if (released) {
      stop.run();
    }
  }

  void remove(Runnable stop) {
    open.remove(stop);
  }

  @Override
  public void release() {
    released = true;
    open.forEach(Runnable::run);
  }

  @Override
  public CompletionStage<Void> dismiss() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void cut() {}
}
