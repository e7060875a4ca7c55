package dev.hone.process;

import dev.hone.model.ScriptedAnswer;
import dev.hone.refinement.Fact;
import dev.hone.run.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Measures two pods with one Redis, many runs at once: how long a token is on its way from the
 * model to a watcher, on the pod that works on the run and on the other, and what that costs Redis.
 * Not a test: run its main after {@code ./mvnw package}, with the test's class path, on a quiet
 * machine. Model, watchers, pods and Redis share it.
 */
final class TwoPods {

  private static final int RUNS = 200;
  private static final int TOKENS = 600;
  private static final Duration PACE = Duration.ofMillis(50);

  /** Tokens of a run that are not counted: the pods are still warming up. */
  private static final int WARM_UP = 300;

  private static final Pattern SENT = Pattern.compile("<(\\d+) (\\d+)>");
  private static final Pattern CALLS = Pattern.compile("cmdstat_(\\S+):calls=(\\d+)");

  private final AtomicLong sent = new AtomicLong();

  private TwoPods() {}

  public static void main(String[] args) {
    new TwoPods().measure();
    System.exit(0);
  }

  private void measure() {
    try (RedisServer redis = RedisServer.start();
        ScriptedRuns model = new ScriptedRuns();
        Pods pods = new Pods(redis, model, Map.of("hone.runs.lease", "10S"))) {
      redis.call("CONFIG", "SET", "appendfsync", "everysec");
      model.server().otherwise(request -> answer());
      List<String> java = List.of("-Xmx512m");
      HoneProcess first = pods.start("pod-0", java);
      HoneProcess second = pods.start("pod-1", java);
      List<HoneProcess> both = List.of(first.waitForReady(), second.waitForReady());
      List<Watcher> onOwner = new ArrayList<>();
      List<Watcher> onOther = new ArrayList<>();
      redis.call("CONFIG", "RESETSTAT");
      for (int i = 0; i < RUNS; i++) {
        String run = Client.start(both.get(i % 2), request("figures-" + i));
        onOwner.add(Watcher.of(run, both.get(i % 2)));
        onOther.add(Watcher.of(run, both.get((i + 1) % 2)));
      }
      onOwner.forEach(Watcher::awaitEnd);
      onOther.forEach(Watcher::awaitEnd);
      printDelays("owner", onOwner);
      printDelays("other pod", onOther);
      printCommands(redis.call("INFO", "commandstats"));
    }
  }

  /** One answer and no judge. */
  private static String request(String name) {
    return ScriptedRuns.request(name, 0, ", \"final_evaluation\": false");
  }

  /** Each token says when it was sent, and which it is. */
  private ScriptedAnswer answer() {
    ScriptedAnswer answer = ScriptedAnswer.stream();
    for (int i = 0; i < TOKENS; i++) {
      int number = i;
      answer = answer.text(() -> token(number));
    }
    return answer.finish("stop").usage(10, TOKENS).done().every(PACE);
  }

  private String token(int number) {
    sent.incrementAndGet();
    return "<" + number + " " + System.nanoTime() + ">";
  }

  private static void printDelays(String where, List<Watcher> watchers) {
    long[] micros = watchers.stream().flatMapToLong(TwoPods::micros).sorted().toArray();
    System.out.printf(
        "token to a watcher on its %s: p50 %.1f ms, p99 %.1f ms, most %.1f ms (%d tokens)%n",
        where, at(micros, 0.5), at(micros, 0.99), at(micros, 1), micros.length);
  }

  private static LongStream micros(Watcher watcher) {
    return watcher.seen().stream()
        .filter(seen -> seen.event().fact() instanceof Fact.CandidateDelta)
        .flatMapToLong(
            seen ->
                SENT.matcher(((Fact.Delta) seen.event().fact()).text())
                    .results()
                    .filter(token -> Integer.parseInt(token.group(1)) >= WARM_UP)
                    .mapToLong(token -> (seen.nanos() - Long.parseLong(token.group(2))) / 1000));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1000.0;
  }

  private void printCommands(String stats) {
    Map<String, Long> calls = new TreeMap<>();
    Matcher each = CALLS.matcher(stats);
    while (each.find()) {
      calls.put(each.group(1), Long.parseLong(each.group(2)));
    }
    long scripts = calls.getOrDefault("evalsha", 0L) + calls.getOrDefault("eval", 0L);
    long all = calls.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(
        "%d tokens: %.3f script calls a token, %.3f commands a token with those in scripts%n",
        sent.get(), 1.0 * scripts / sent.get(), 1.0 * all / sent.get());
    System.out.println("by command: " + Arrays.toString(calls.entrySet().toArray()));
  }
}
