package dev.hone.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What was seen, and what it cost the server, from its beginning to its end. */
final class Measurement {

  static final String LATENCY = "added latency p50, ms";
  static final String PER_EVENT = "server CPU per watcher-event, µs";
  static final String PER_DELIVERY = "server CPU per token and watcher, µs";

  private final Site site;
  private final Target target;
  private final double cpu;
  private final double ownCpu;
  private final long modelTokens;

  private Measurement(Site site) {
    this.site = site;
    this.target = site.target();
    this.cpu = target.cpuSeconds();
    this.ownCpu = ownCpu();
    this.modelTokens = site.model().tokens();
  }

  static Measurement begin(Site site) {
    site.meter().open();
    return new Measurement(site);
  }

  /** Figures by their names, in the order in which they are to be shown. */
  Map<String, Object> end() {
    Meter.Window window = site.meter().window();
    double seconds = (System.nanoTime() - window.from) / 1e9;
    double spent = target.cpuSeconds() - cpu;
    double own = ownCpu() - ownCpu;
    long tokens = site.model().tokens() - modelTokens;
    long events = window.events.sum();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("seconds", round(seconds));
    figures.put("runs completed", window.completed.sum());
    figures.put("tokens of the model per second", Math.round(tokens / seconds));
    if (events > 0) {
      watched(window, seconds, figures);
    }
    if (tokens > 0) {
      figures.put("server CPU per token, µs", round(spent * 1e6 / tokens));
    }
    if (events > 0) {
      figures.put(PER_EVENT, round(spent * 1e6 / events));
      figures.put(PER_DELIVERY, round(spent * 1e6 / Math.max(1, window.tokens.sum())));
    }
    figures.put("cores, server", round(spent / seconds));
    figures.put("cores, model and watchers", round(own / seconds));
    figures.put("server RSS, MB", Math.round(target.residentMegabytes()));
    figures.put("server threads", target.threads());
    figures.put("server live heap, MB", round(target.liveKilobytes() / 1024));
    return figures;
  }

  private static void watched(Meter.Window window, double seconds, Map<String, Object> figures) {
    figures.put("events to watchers per second", Math.round(window.events.sum() / seconds));
    figures.put("tokens to watchers per second", Math.round(window.tokens.sum() / seconds));
    figures.put("watchers that left and came back", window.rejoined.sum());
    figures.put(LATENCY, millis(window.latency, 50));
    figures.put("added latency p99, ms", millis(window.latency, 99));
    figures.put("added latency max, ms", millis(window.latency, 100));
    figures.put("gap between events p50, ms", millis(window.gap, 50));
    figures.put("gap between events p99, ms", millis(window.gap, 99));
  }

  private static double ownCpu() {
    return Target.cpuSeconds(ProcessHandle.current().pid());
  }

  private static double millis(Histogram micros, double percentile) {
    return round(micros.getValueAtPercentile(percentile) / 1000.0);
  }

  static double round(double figure) {
    return Math.round(figure * 100) / 100.0;
  }
}
