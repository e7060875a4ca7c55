package dev.hone.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an active run, and a watcher that nothing happens to, hold of the heap: differences of what
 * is left after full collections.
 */
final class Memory {

  private static final int WARM_RUNS = 500;
  private static final int WARM_AT_ONCE = 20;
  private static final long POLL_MILLIS = 200;

  private Memory() {}

  static void measure(Site site, Report report) throws IOException {
    Plan plan = site.plan();
    int runs = plan.get("runs");
    try (Target hone = site.hone(Map.of())) {
      Traffic.start(site, () -> new Script(20, 0, false), WARM_AT_ONCE, WARM_RUNS).awaitEnd();
      double before = hone.liveKilobytes();
      report.column("idle", state(hone, before));

      Script script = new Script(plan.get("tokens"), plan.get("rate"), true);
      long told = site.model().tokens();
      List<String> ids = site.starts(script, runs);
      Measurement writing = Measurement.begin(site);
      while (site.model().tokens() < told + (long) runs * plan.get("tokens")) {
        Target.pause(POLL_MILLIS);
      }
      report.column("while they write", writing.end());
      double active = hone.liveKilobytes();
      Map<String, Object> figures = state(hone, active);
      figures.put("per active run, kB", Measurement.round((active - before) / runs));
      report.column("%d runs".formatted(runs), figures);

      Traffic watching = Traffic.watch(site, script, ids);
      watching.awaitJoined();
      double watched = hone.liveKilobytes();
      int watchers = runs * (plan.get("sse") + plan.get("ws"));
      figures = state(hone, watched);
      figures.put("per idle watcher, kB", Measurement.round((watched - active) / watchers));
      report.column("%d watchers too".formatted(watchers), figures);

      site.model().release();
      watching.awaitEnd();
      report.column("all ended", state(hone, hone.liveKilobytes()));
    }
  }

  private static Map<String, Object> state(Target hone, double liveKilobytes) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("server live heap, MB", Measurement.round(liveKilobytes / 1024));
    figures.put("server RSS, MB", Math.round(hone.residentMegabytes()));
    figures.put("server threads", hone.threads());
    return figures;
  }
}
