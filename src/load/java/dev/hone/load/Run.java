package dev.hone.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A run and all who watch it; the first of them starts it. */
final class Run {

  private static final int JOINS_PER_MILLISECOND = 2;
  private static final int AWAY_MILLIS = 500;

  private final Site site;
  private final Script script;
  private final List<Watcher> watchers = new ArrayList<>();
  private final Promise<Void> joined = Promise.promise();
  private final Promise<Void> end = Promise.promise();

  private Run(Site site, Script script) {
    this.site = site;
    this.script = script;
  }

  /** Starts it, with the plan's watchers. */
  static Run start(Site site, Script script) {
    Run run = new Run(site, script);
    Watcher first =
        new SseWatcher(
            site, new Reading(site.meter(), null, script.tokens()), script.start(), false);
    run.watchers.add(first);
    first.joined().onComplete(known -> run.gather(first.reading().run()));
    first.join(0);
    return run;
  }

  /** Watches one that is under way already. */
  static Run watch(Site site, Script script, String id) {
    Run run = new Run(site, script);
    run.gather(id);
    return run;
  }

  /** All that are missing. */
  private void gather(String id) {
    Plan plan = site.plan();
    int sse = Math.max(1, plan.orZero("sse"));
    int all = sse + plan.orZero("ws");
    for (int i = watchers.size(); i < all && id != null; i++) {
      boolean slow = isChosen(i, all, plan.orZero("slow"));
      Reading reading = new Reading(site.meter(), id, script.tokens());
      Watcher watcher =
          i < sse
              ? new SseWatcher(site, reading, null, slow)
              : new SocketWatcher(site, reading, slow);
      watchers.add(watcher);
      watcher.join(i / JOINS_PER_MILLISECOND);
    }
    Future.join(watchers.stream().map(Watcher::joined).toList())
        .onComplete(here -> joined.complete());
    Future.join(watchers.stream().filter(watcher -> !watcher.isSlow()).map(Watcher::end).toList())
        .onComplete(
            seen -> {
              watchers.forEach(Watcher::leave);
              end.complete();
            });
  }

  /** So many of all, evenly spread. */
  private static boolean isChosen(int index, int all, int chosen) {
    return (long) (index + 1) * chosen / all > (long) index * chosen / all;
  }

  /** When all watch it. */
  Future<Void> joined() {
    return joined.future();
  }

  /** When all have seen its end, but for those who see nothing. */
  Future<Void> end() {
    return end.future();
  }

  /** One of its watchers leaves and comes back a moment later. */
  void stir() {
    if (joined.future().isComplete()) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      Watcher watcher = watchers.get(random.nextInt(watchers.size()));
      if (!watcher.isSlow()) {
        watcher.comeBack(random.nextInt(AWAY_MILLIS) + 1L);
      }
    }
  }
}
