package dev.hone.model;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every way to cut an input in two, each byte alone, and some random cuts. */
final class Splits {

  private static final int RANDOM_CUTS = 200;

  private Splits() {}

  /** For each way a list of the places to cut at, in order. */
  static Stream<int[]> of(int length) {
    Random random = new Random(42);
    Stream<int[]> inTwo = IntStream.rangeClosed(0, length).mapToObj(at -> new int[] {at});
    Stream<int[]> singly = Stream.of(IntStream.range(1, length).toArray());
    Stream<int[]> randomly =
        IntStream.range(0, RANDOM_CUTS)
            .mapToObj(i -> random.ints(1 + random.nextInt(6), 0, length + 1).sorted().toArray());
    return Stream.of(inTwo, singly, randomly).flatMap(ways -> ways);
  }

  static void each(byte[] input, int[] cuts, Consumer<byte[]> part) {
    int from = 0;
    for (int cut : cuts) {
      part.accept(Arrays.copyOfRange(input, from, cut));
      from = cut;
    }
    part.accept(Arrays.copyOfRange(input, from, input.length));
  }
}
