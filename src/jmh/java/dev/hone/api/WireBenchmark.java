package dev.hone.api;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Usage;
import dev.hone.run.Entry;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From an event to what all its watchers are sent. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBenchmark {

  private final Event delta = event(new Fact.CandidateDelta(0, " token"));
  private final Event whole =
      event(
          new Fact.CandidateCompleted(
              0, 0, "A word ".repeat(300), null, Usage.of(100, 400), "stop", 9_000));
  private final Entry shared = new Entry(delta);

  private static Event event(Fact fact) {
    return new Event(
        "01a20de9-8a51-7c31-b4a1-6f0d1f0a2b3c", 42, Instant.ofEpochMilli(1_764_000_000_123L), fact);
  }

  @Benchmark
  public Buffer deltaToSse() {
    return SseForm.INSTANCE.encode(delta);
  }

  @Benchmark
  public String deltaToText() {
    return TextForm.INSTANCE.encode(delta);
  }

  @Benchmark
  public Buffer wholeCandidateToSse() {
    return SseForm.INSTANCE.encode(whole);
  }

  /** For each watcher but the first. */
  @Benchmark
  public Buffer sharedSse() {
    return shared.as(SseForm.INSTANCE);
  }
}
