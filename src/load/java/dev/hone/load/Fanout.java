package dev.hone.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a watcher of one run costs Hone, as a ratio to what it costs Vert.x alone. */
final class Fanout {

  private Fanout() {}

  static void measure(Site site, Report report) throws IOException {
    Plan plan = site.plan();
    // Spare: for all to come, and for what is read from the server after the seconds that count.
    int seconds = plan.get("warmup") + plan.get("seconds") + plan.get("spare");
    Script script = new Script(plan.get("rate") * seconds, plan.get("rate"), false);
    List<Map<String, Object>> hones = new ArrayList<>();
    List<Map<String, Object>> bares = new ArrayList<>();
    for (int round = 1; round <= plan.get("rounds"); round++) {
      try (Target target = site.hone(Map.of())) {
        hones.add(watched(site, script));
      }
      report.column("hone " + round, hones.get(round - 1));
      try (Target target = site.bare(script)) {
        bares.add(watched(site, script));
      }
      report.column("vert.x " + round, bares.get(round - 1));
    }
    report.ratios("hone / vert.x", hones, bares);
  }

  private static Map<String, Object> watched(Site site, Script script) {
    Traffic traffic = Traffic.start(site, () -> script, site.plan().get("runs"), 1);
    traffic.awaitJoined();
    Target.pause(site.plan().get("warmup") * 1_000L);
    Measurement measurement = Measurement.begin(site);
    Target.pause(site.plan().get("seconds") * 1_000L);
    Map<String, Object> figures = measurement.end();
    traffic.stop();
    return figures;
  }
}
