package dev.hone.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What keeping runs in Redis costs: commands, CPU and latency, beside keeping them in the heap. */
final class OnRedis {

  private OnRedis() {}

  static void measure(Site site, Report report) throws IOException {
    Map<String, Object> memory = Scenario.steady(site, Map.of());
    report.column("memory", memory);
    try (RedisProcess redis = RedisProcess.start()) {
      long told = site.model().tokens();
      Map<String, Object> figures =
          Scenario.steady(
              site,
              Map.of(
                  "hone.run-log.store",
                  "redis",
                  "quarkus.redis.hosts",
                  "redis://" + Site.HOST + ":" + redis.port()));
      long tokens = site.model().tokens() - told;
      for (Map.Entry<String, Long> calls : redis.calls().entrySet()) {
        double each = Measurement.round(calls.getValue() / (double) tokens);
        if (each > 0) {
          figures.put("Redis: " + calls.getKey() + " per token", each);
        }
      }
      figures.put("Redis: CPU per token, µs", Measurement.round(redis.cpuSeconds() * 1e6 / tokens));
      report.column("redis", figures);
      report.ratios("redis / memory", List.of(figures), List.of(memory));
    }
  }
}
