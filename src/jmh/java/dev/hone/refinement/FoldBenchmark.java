package dev.hone.refinement;

import dev.hone.run.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;

/** The fold of a run's events, per delta. */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FoldBenchmark {

  private final List<Event> log = log();

  private static List<Event> log() {
    List<Fact> facts = new ArrayList<>(List.of(Story.created(), Story.started(), Story.begun()));
    for (int i = 0; i < Story.DELTAS; i++) {
      facts.add(Story.delta());
    }
    facts.addAll(List.of(Story.written(), Story.completed()));
    List<Event> events = new ArrayList<>();
    for (Fact fact : facts) {
      events.add(new Event("run", events.size() + 1L, Instant.EPOCH, fact));
    }
    return events;
  }

  @Benchmark
  @OperationsPerInvocation(Story.DELTAS)
  public RunState fold() {
    return RunState.of(log);
  }
}
