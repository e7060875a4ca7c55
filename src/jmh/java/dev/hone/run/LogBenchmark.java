package dev.hone.run;

import dev.hone.refinement.Event;
import dev.hone.run.local.FileRunLog;
import dev.hone.run.local.MemoryRunLog;
import dev.hone.run.local.Sync;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Appending to a log, per delta of a whole short run, one after the other; and reading one. In a
 * file an append is waited for on another thread, as no server does it: what many at once cost is
 * measured by {@code FileRunLogBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogBenchmark {

  private static final int KEPT = 100;
  private static final Duration AGE = Duration.ofDays(1);
  private static final String WATCHED = "watched";

  private final RunLog memory = new MemoryRunLog(Clock.systemUTC(), AGE, KEPT);
  private Path folder;
  private FileRunLog file;
  private long runs;
  private long newest;

  @Setup
  public void setUp() throws IOException {
    folder = Files.createTempDirectory("hone-benchmark");
    file = FileRunLog.open(folder, Sync.NONE, Clock.systemUTC(), AGE, KEPT);
    newest = write(memory, WATCHED).seq();
  }

  @TearDown
  public void tearDown() throws IOException {
    file.close();
    Infrastructure.getDefaultWorkerPool().shutdown(); // its thread would keep the process
    Infrastructure.setDefaultExecutor(ForkJoinPool.commonPool());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path left : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(left);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(Story.DELTAS)
  public Event appendInMemory() {
    return run(memory);
  }

  @Benchmark
  @OperationsPerInvocation(Story.DELTAS)
  public Event appendToFile() {
    return run(file);
  }

  /** As a watcher that keeps up. */
  @Benchmark
  public List<Entry> readNewest() {
    return get(memory.next(WATCHED, newest - 1));
  }

  /** As a watcher that comes in the middle of a candidate. */
  @Benchmark
  public List<Entry> readAllSoFar() {
    return get(memory.next(WATCHED, 0));
  }

  private Event run(RunLog log) {
    String id = "r%012d".formatted(runs++);
    write(log, id);
    RunLog.Lease lease = new RunLog.Lease(id, 1);
    get(log.append(lease, Story.written()));
    return get(log.append(lease, Story.completed()));
  }

  private static Event write(RunLog log, String id) {
    RunLog.Lease lease = get(log.create(id, "ann", Story.created()));
    get(log.append(lease, Story.started()));
    Event last = get(log.append(lease, Story.begun()));
    for (int i = 0; i < Story.DELTAS; i++) {
      last = get(log.append(lease, Story.delta()));
    }
    return last;
  }

  /**
   * Runs that go on at once, each with a reader: more than the first caches of a processor hold.
   */
  @State(Scope.Thread)
  public static class Many {

    private static final int RUNS = 1000;

    private final List<RunLog.Lease> leases = new ArrayList<>();
    private RunLog log;
    private long read;

    @Setup(Level.Iteration)
    public void setUp() {
      leases.clear();
      log = new MemoryRunLog(Clock.systemUTC(), AGE, KEPT);
      for (int i = 0; i < RUNS; i++) {
        String run = "r%012d".formatted(i);
        leases.add(new RunLog.Lease(run, 1));
        write(log, run);
        Pull.after(0, seq -> log.next(run, seq)).subscribe().with(news -> read += news.size());
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(Many.RUNS)
  public long appendToManyInTurn(Many many) {
    for (RunLog.Lease lease : many.leases) {
      get(many.log.append(lease, Story.delta()));
    }
    return many.read;
  }

  private static <T> T get(Uni<T> call) {
    return call.await().indefinitely();
  }
}
