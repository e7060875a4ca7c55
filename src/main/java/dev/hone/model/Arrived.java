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
    return takeOpen();
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
    String all = open.toString();
    open.setLength(0);
    return thinking ? new ModelChunk.Thinking(all) : new ModelChunk.Text(all);
  }
}
