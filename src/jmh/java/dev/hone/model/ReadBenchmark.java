package dev.hone.model;

import dev.hone.refinement.ModelChunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the bytes of a read of the model's socket to the delta that is handed on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadBenchmark {

  private static final int UNBOUNDED = Integer.MAX_VALUE;
  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"scripted\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token\"},"
          + "\"finish_reason\":null}]}\n\n";

  /** Chunks that one read brings. */
  @Param({"1", "16"})
  int chunks;

  private ByteBuf read;
  private final Arrived arrived = new Arrived();
  private Answer answer;
  private DataLines lines;

  @Setup
  public void setUp() {
    read = Unpooled.wrappedBuffer(CHUNK.repeat(chunks).getBytes(StandardCharsets.UTF_8));
    answer = new Answer(arrived, UNBOUNDED);
    ChunkParser parser = new ChunkParser(answer);
    lines = new DataLines(1 << 20, parser::parse);
  }

  @Benchmark
  public ModelChunk chunksToDelta() throws IOException {
    lines.read(read);
    return arrived.poll();
  }
}
