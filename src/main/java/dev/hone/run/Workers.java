package dev.hone.run;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The workers of this pod, until it hands its runs over. Thread-safe. */
final class Workers {

  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> none = new CompletableFuture<>();
  private final Consumer<String> onHandedOver;
  private volatile boolean handingOver;

  /**
   * @param onHandedOver told of each run that is handed over
   */
  Workers(Consumer<String> onHandedOver) {
    this.onHandedOver = onHandedOver;
  }

  void add(Worker worker) {
    workers.add(worker);
    if (handingOver) {
      worker.handOver();
    }
    worker.start();
  }

  void remove(Worker worker) {
    workers.remove(worker);
    if (handingOver && worker.hasGivenUp()) {
      onHandedOver.accept(worker.run());
    }
    checkNone();
  }

  /** Those that are worked on here. */
  Set<String> runs() {
    return workers.stream().map(Worker::run).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Has each give its run up at the end of its step, and those that come later at once.
   *
   * @return completes when there is none; never fails
   */
  CompletionStage<Void> handOver() {
    handingOver = true;
    workers.forEach(Worker::handOver);
    checkNone();
    return none;
  }

  /** Has each give its run up now. */
  void stop() {
    workers.forEach(Worker::stop);
  }

  private void checkNone() {
    if (handingOver && workers.isEmpty()) {
      none.complete(null);
    }
  }
}
