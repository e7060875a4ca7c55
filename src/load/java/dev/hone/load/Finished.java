package dev.hone.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether runs that have ended leave anything behind, once retention drops as many as come. */
final class Finished {

  private Finished() {}

  static void measure(Site site, Report report) throws IOException {
    Plan plan = site.plan();
    int part = plan.get("finished") / plan.get("samples");
    Map<String, String> kept = Map.of("hone.run-log.retention.runs", "" + plan.get("retention"));
    try (Target hone = site.hone(kept)) {
      double first = 0;
      double last = 0;
      for (int sample = 1; sample <= plan.get("samples"); sample++) {
        long from = System.nanoTime();
        Script script = new Script(plan.get("tokens"), 0, false);
        Traffic.start(site, () -> script, plan.get("runs"), part).awaitEnd();
        double seconds = (System.nanoTime() - from) / 1e9;
        last = hone.liveKilobytes();
        first = sample * part <= 2 * plan.get("retention") ? last : first;
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("server live heap, MB", Measurement.round(last / 1024));
        figures.put("server RSS, MB", Math.round(hone.residentMegabytes()));
        figures.put("server threads", hone.threads());
        figures.put("runs per second", Math.round(part / seconds));
        report.column("" + sample * part, figures);
      }
      report.column(
          "last / once full",
          Map.of("server live heap, MB", Measurement.round(last / Math.max(1, first))));
    }
  }
}
