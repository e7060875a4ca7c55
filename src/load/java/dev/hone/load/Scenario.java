package dev.hone.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** What can be measured, and its usual numbers. */
enum Scenario {

  /** Many runs that come and go, some of their watchers too. */
  MIXED(
      "runs=50 rate=20 tokens=200 sse=2 ws=2 slow=1 churn=20 warmup=15 seconds=30 heap=512",
      Scenario::mixed),

  /** One run that very many watch, beside a server that does nothing but write. */
  FANOUT(
      "runs=1 rate=50 sse=2000 ws=500 slow=100 churn=0 warmup=15 seconds=30 spare=10 rounds=1"
          + " heap=512",
      Fanout::measure),

  /** Many active runs and idle watchers in a small heap. */
  MEMORY("runs=1000 rate=5 tokens=200 sse=2 ws=0 heap=256", Memory::measure),

  /** Very many runs, one after the other: what is left of them. */
  FINISHED(
      "runs=32 tokens=8 finished=100000 retention=10000 samples=10 heap=512", Finished::measure),

  /** The same runs with the log in Redis, and in memory. */
  REDIS(
      "runs=200 rate=20 tokens=200 sse=1 ws=0 churn=0 warmup=20 seconds=30 heap=512",
      OnRedis::measure);

  /** Starts what it measures, and stops it. */
  interface Work {
    void measure(Site site, Report report) throws IOException;
  }

  private final String usual;
  private final Work work;

  Scenario(String usual, Work work) {
    this.usual = usual;
    this.work = work;
  }

  static Scenario named(String label) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no scenario "
                        + label
                        + " but "
                        + Arrays.stream(values()).map(Scenario::label).toList()));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String usual() {
    return usual;
  }

  void measure(Site site, Report report) throws IOException {
    work.measure(site, report);
  }

  private static void mixed(Site site, Report report) throws IOException {
    report.column("hone", steady(site, Map.of()));
  }

  /** Runs of differing length, one after the other, on a Hone with these settings. */
  static Map<String, Object> steady(Site site, Map<String, String> settings) throws IOException {
    Plan plan = site.plan();
    try (Target hone = site.hone(settings)) {
      Traffic traffic =
          Traffic.start(site, () -> someLength(plan), plan.get("runs"), Integer.MAX_VALUE);
      traffic.awaitJoined();
      Target.pause(plan.get("warmup") * 1_000L);
      Measurement measurement = Measurement.begin(site);
      Target.pause(plan.get("seconds") * 1_000L);
      Map<String, Object> figures = measurement.end();
      traffic.stop();
      return figures;
    }
  }

  /** From half to one and a half: else all end together for ever. */
  private static Script someLength(Plan plan) {
    int tokens = plan.get("tokens");
    return new Script(
        tokens / 2 + ThreadLocalRandom.current().nextInt(tokens + 1), plan.get("rate"), false);
  }
}
