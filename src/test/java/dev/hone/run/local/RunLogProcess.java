package dev.hone.run.local;

import dev.hone.refinement.Fact;
import dev.hone.run.Entry;
import dev.hone.run.Pull;
import dev.hone.run.RunFacts;
import dev.hone.run.RunLog;
import io.smallrye.mutiny.Uni;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process with a {@link FileRunLog}, made to be killed. It goes on with each unfinished run, or
 * begins some, and appends for ever: to each run deltas whose text is their own {@code seq}. What a
 * reader gets it prints, a line each: the run, a blank, the {@code seq}, a blank and a dot.
 */
final class RunLogProcess {

  static final int RUNS = 4;

  private RunLogProcess() {}

  static Process start(Path folder) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            RunLogProcess.class.getName(),
            folder.toString())
        .redirectError(new File(folder.getParent().toFile(), "stderr.txt"))
        .start();
  }

  public static void main(String[] args) {
    FileRunLog log =
        FileRunLog.open(Path.of(args[0]), Sync.NONE, Clock.systemUTC(), Duration.ofDays(1), 100);
    List<RunLog.Lease> leases = new ArrayList<>(get(log.claim(100)));
    for (int i = leases.size(); i < RUNS; i++) {
      leases.add(get(log.create("r" + i, "ann", RunFacts.created())));
    }
    for (RunLog.Lease lease : leases) {
      long last = get(log.head(lease.run())).lastSeq();
      new Thread(() -> append(log, lease, last)).start();
      Pull.after(last, after -> log.next(lease.run(), after))
          .subscribe()
          .with(news -> news.forEach(RunLogProcess::print));
    }
  }

  private static void append(RunLog log, RunLog.Lease lease, long last) {
    for (long seq = last + 1; ; seq++) {
      Fact fact = RunFacts.delta(0, seq + " ");
      if (get(log.append(lease, fact)).seq() != seq) {
        throw new IllegalStateException("another number than " + seq);
      }
    }
  }

  private static void print(Entry entry) {
    System.out.println(entry.event().run() + " " + entry.event().seq() + " .");
  }

  private static <T> T get(Uni<T> call) {
    return call.await().atMost(Duration.ofSeconds(10));
  }
}
