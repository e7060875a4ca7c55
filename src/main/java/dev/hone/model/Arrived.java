package dev.hone.model;

import dev.hone.refinement.ModelChunk;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has arrived and is not handed on yet, in order. Neighbours of a kind are one chunk, so that
 * one read of the socket costs one item however many tokens it brought.
 */
final class Arrived implements Pieces {

  private final Deque<ModelChunk> closed = new ArrayDeque<>(2);
  private final StringBuilder open = new StringBuilder();
  private boolean thinking;

  @Override
  public void text(char[] characters, int from, int length) {
    append(false, characters, from, length);
  }

  @Override
  public void thinking(char[] characters, int from, int length) {
    append(true, characters, from, length);
  }

  @Override
  public void thoughtSoFar() {
    add(new ModelChunk.ThoughtSoFar());
  }

  void add(ModelChunk chunk) {
    close();
    closed.add(chunk);
  }

  /** The oldest, or {@code null} if there is none. */
  ModelChunk poll() {
    ModelChunk first = closed.poll();
    if (first != null || open.isEmpty()) {
      return first;
    }
    return endsInHalf() ? takeWhole() : takeOpen();
  }

  /** A character of two halves that the provider has cut in two waits for its other half. */
  private boolean endsInHalf() {
    return Character.isHighSurrogate(open.charAt(open.length() - 1));
  }

  private ModelChunk takeWhole() {
    char half = open.charAt(open.length() - 1);
    open.setLength(open.length() - 1);
    ModelChunk whole = open.isEmpty() ? null : takeOpen();
    open.append(half);
    return whole;
  }

  boolean isEmpty() {
    return closed.isEmpty() && open.isEmpty();
  }

  void clear() {
    closed.clear();
    open.setLength(0);
  }

  private void append(boolean thought, char[] characters, int from, int length) {
    if (length <= 0) {
      return;
    }
    if (thought != thinking) {
      close();
      thinking = thought;
    }
    open.append(characters, from, length);
  }

  private void close() {
    if (!open.isEmpty()) {
      closed.add(takeOpen());
    }
  }

  private ModelChunk takeOpen() {
    String all = wellFormed(open);
    open.setLength(0);
    return thinking ? new ModelChunk.Thinking(all) : new ModelChunk.Text(all);
  }

  /** Halves without their other half are no characters; strict readers of JSON refuse them. */
  private static String wellFormed(StringBuilder text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
        if (pair) {
          at++;
        } else {
          text.setCharAt(at, '\uFFFD');
        }
      }
    }
    return text.toString();
  }
}
