package dev.hone.run.local;

import com.sun.management.OperatingSystemMXBean;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.refinement.Usage;
import dev.hone.run.RunFacts;
import dev.hone.run.RunLog;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Measures a {@link FileRunLog}: how long a start with many finished runs takes, a page of a
 * listing, and appends of many runs at once. Not a test: run its main with a folder that is not
 * there yet, which fills it and appends; then again, which starts.
 */
final class FileRunLogBenchmark {

  private static final int FINISHED = 10_000;
  private static final int RUNS = 200;
  private static final int DELTAS = 1_000;

  private final Path folder;
  private final Sync sync;

  private FileRunLogBenchmark(Path folder, Sync sync) {
    this.folder = folder;
    this.sync = sync;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    FileRunLogBenchmark finished = new FileRunLogBenchmark(folder.resolve("finished"), Sync.NONE);
    if (Files.exists(folder)) {
      finished.measureStart();
      System.exit(0);
    }
    finished.fill();
    new FileRunLogBenchmark(folder.resolve("none"), Sync.NONE).measureAppends();
    new FileRunLogBenchmark(folder.resolve("group"), Sync.GROUP).measureAppends();
    System.exit(0);
  }

  private void fill() throws IOException {
    try (FileRunLog log = open()) {
      took(
          "writing " + FINISHED + " finished runs",
          () -> {
            for (int i = 0; i < FINISHED; i++) {
              RunLog.Lease lease = get(log.create("f%06d".formatted(i), "ann", RunFacts.created()));
              get(log.append(lease, RunFacts.started()));
              for (int candidate = 0; candidate < 4; candidate++) {
                get(log.append(lease, written(candidate)));
              }
              get(log.append(lease, RunFacts.completed()));
            }
            return null;
          });
    }
    try (var files = Files.list(folder)) {
      System.out.printf("%d bytes%n", files.mapToLong(file -> file.toFile().length()).sum());
    }
  }

  private static Fact written(int candidate) {
    return new Fact.CandidateCompleted(
        candidate, candidate, "text ".repeat(400), null, Usage.of(100, 400), "stop", 10);
  }

  /** The first start has all classes to load, as a process that starts has. */
  private void measureStart() throws IOException {
    try (FileRunLog log = took("a start", this::open)) {
      log.close();
    }
    try (FileRunLog log = took("a start in a warm process", this::open)) {
      for (int i = 0; i < 3; i++) {
        took(
            "a page of 100",
            () -> get(log.list(new RunLog.Listing("ann", null, null, 100))).runs().size());
      }
      took(
          "a page of another's, of whom there are none",
          () -> get(log.list(new RunLog.Listing("bob", RunState.Status.FAILED, null, 100))));
    }
  }

  /** Each run appends one delta after the other, on an event loop, as fast as it can. */
  private void measureAppends() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (FileRunLog log = open()) {
      appends(vertx, log, "warm");
      long[] nanos = appends(vertx, log, "run");
      Arrays.sort(nanos);
      System.out.printf(
          "append %s: median %d µs, 99%% %d µs, most %d µs%n",
          sync, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 1));
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private long[] appends(Vertx vertx, RunLog log, String name) throws InterruptedException {
    int deltas = sync == Sync.NONE ? DELTAS : DELTAS / 20;
    long[] nanos = new long[RUNS * deltas];
    AtomicInteger measured = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(RUNS);
    long from = System.nanoTime();
    for (int i = 0; i < RUNS; i++) {
      RunLog.Lease lease = get(log.create(name + i, "ann", RunFacts.created()));
      Context loop = vertx.getOrCreateContext();
      loop.runOnContext(
          now ->
              appendNext(
                  log,
                  lease,
                  deltas,
                  time -> nanos[measured.getAndIncrement()] = time,
                  running::countDown));
    }
    running.await();
    double seconds = (System.nanoTime() - from) / 1e9;
    System.out.printf("%s: %.0f appends a second%n", name, nanos.length / seconds);
    return nanos;
  }

  private static void appendNext(
      RunLog log, RunLog.Lease lease, int left, LongConsumer took, Runnable end) {
    if (left == 0) {
      end.run();
      return;
    }
    long from = System.nanoTime();
    log.append(lease, RunFacts.delta(0, "token "))
        .subscribe()
        .with(
            event -> {
              took.accept(System.nanoTime() - from);
              appendNext(log, lease, left - 1, took, end);
            });
  }

  private FileRunLog open() {
    return FileRunLog.open(folder, sync, Clock.systemUTC(), Duration.ofDays(7), FINISHED);
  }

  private static <T> T took(String what, Supplier<T> work) {
    long from = System.nanoTime();
    long cpuFrom = cpuNanos();
    T result = work.get();
    System.out.printf(
        "%s: %d ms, of all cores %d ms%n",
        what, (System.nanoTime() - from) / 1_000_000, (cpuNanos() - cpuFrom) / 1_000_000);
    return result;
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long at(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1_000;
  }

  private static <T> T get(Uni<T> call) {
    return call.await().atMost(Duration.ofSeconds(60));
  }
}
