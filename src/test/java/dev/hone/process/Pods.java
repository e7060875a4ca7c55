package dev.hone.process;

import dev.hone.run.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Servers that share a Redis and a model; what was started is gone at the end. */
final class Pods implements AutoCloseable {

  /** Long enough for a busy machine to renew it in time. */
  static final Duration LEASE = Duration.ofSeconds(3);

  private final RedisServer redis;
  private final Map<String, String> settings;
  private final List<HoneProcess> started = new ArrayList<>();

  /**
   * @param redis stays its starter's to close
   * @param settings beside or instead of those that all tests have
   */
  Pods(RedisServer redis, ScriptedRuns model, Map<String, String> settings) {
    this.redis = redis;
    this.settings = new HashMap<>(of(model));
    this.settings.put("hone.run-log.store", "redis");
    this.settings.put("quarkus.redis.hosts", redis.url());
    this.settings.put("hone.runs.lease", LEASE.toString());
    this.settings.put("hone.run-log.redis.timeout", "2S");
    this.settings.putAll(settings);
  }

  /** What every server of these tests has. */
  static Map<String, String> of(ScriptedRuns model) {
    return Map.of(
        "quarkus.langchain4j.openai.base-url", model.baseUrl(),
        "quarkus.langchain4j.openai.api-key", "sk-test",
        "hone.model.backoff.initial", "0.01S",
        "hone.model.backoff.rate-limited", "0.01S",
        "hone.sse.heartbeat", "0.5S");
  }

  RedisServer redis() {
    return redis;
  }

  /** Returns at once. */
  HoneProcess start(String name) {
    return added(HoneProcess.start(named(name)));
  }

  /**
   * @param java options of the JVM
   */
  HoneProcess start(String name, List<String> java) {
    return added(HoneProcess.start(named(name), java));
  }

  private Map<String, String> named(String name) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("hone.pod", name);
    return all;
  }

  private HoneProcess added(HoneProcess pod) {
    started.add(pod);
    return pod;
  }

  @Override
  public void close() {
    started.forEach(HoneProcess::close);
  }
}
