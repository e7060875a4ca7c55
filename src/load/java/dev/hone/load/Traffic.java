package dev.hone.load;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Keeps a number of runs under way: one that ends makes room for the next, till it is told to stop
 * or so many have been started.
 */
final class Traffic {

  private static final int PATIENCE_SECONDS = 120;

  private final Site site;
  private final Supplier<Script> scripts;
  private final List<Run> runs = new CopyOnWriteArrayList<>();
  private final AtomicInteger left;
  private long stirring = -1;

  private Traffic(Site site, Supplier<Script> scripts, int most) {
    this.site = site;
    this.scripts = scripts;
    this.left = new AtomicInteger(most);
  }

  /**
   * @param atOnce how many runs
   * @param most how many in all
   */
  static Traffic start(Site site, Supplier<Script> scripts, int atOnce, int most) {
    Traffic traffic = new Traffic(site, scripts, most);
    for (int i = 0; i < atOnce; i++) {
      traffic.next();
    }
    traffic.stir(site.plan().orZero("churn"));
    return traffic;
  }

  /** Only watches these. */
  static Traffic watch(Site site, Script script, List<String> ids) {
    Traffic traffic = new Traffic(site, () -> script, 0);
    ids.forEach(id -> traffic.add(Run.watch(site, script, id)));
    return traffic;
  }

  private void next() {
    if (left.getAndDecrement() > 0) {
      add(Run.start(site, scripts.get()));
    }
  }

  private void add(Run run) {
    runs.add(run);
    run.end()
        .onComplete(
            ended -> {
              runs.remove(run);
              site.meter().window().completed.increment();
              next();
            });
  }

  private void stir(int perSecond) {
    if (perSecond > 0) {
      stirring =
          site.vertx()
              .setPeriodic(
                  Math.max(1, 1_000 / perSecond),
                  tick -> {
                    List<Run> now = List.copyOf(runs);
                    if (!now.isEmpty()) {
                      now.get(ThreadLocalRandom.current().nextInt(now.size())).stir();
                    }
                  });
    }
  }

  /** Waits until all watch. */
  void awaitJoined() {
    await(Future.join(runs.stream().map(Run::joined).toList()));
  }

  /** Starts no more, and waits for what is under way. */
  void stop() {
    left.set(Integer.MIN_VALUE / 2);
    site.vertx().cancelTimer(stirring);
    awaitEnd();
  }

  /** Waits until all have ended, those that are not started yet too. */
  void awaitEnd() {
    while (!runs.isEmpty()) {
      await(runs.get(0).end());
    }
  }

  private void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "a watcher waits for ever; so far: " + site.meter().faults(), e);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
