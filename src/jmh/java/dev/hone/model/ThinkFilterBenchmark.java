package dev.hone.model;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What a model thinks, set apart from about a thousand characters of its answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ThinkFilterBenchmark {

  private final char[] plain =
      "A sentence of an answer, as models write them. ".repeat(20).toCharArray();
  private final char[] tagged =
      ("<think>" + "First I look at a < b. ".repeat(20) + "</think>" + "It is so. ".repeat(45))
          .toCharArray();

  @Benchmark
  public void plain(Blackhole out) {
    filter(plain, out);
  }

  @Benchmark
  public void thinking(Blackhole out) {
    filter(tagged, out);
  }

  private static void filter(char[] text, Blackhole out) {
    ThinkFilter filter =
        new ThinkFilter(
            new Pieces() {
              @Override
              public void text(char[] characters, int from, int length) {
                out.consume(length);
              }

              @Override
              public void thinking(char[] characters, int from, int length) {
                out.consume(length);
              }

              @Override
              public void thoughtSoFar() {}
            });
    filter.accept(text, 0, text.length);
    filter.end();
  }
}
