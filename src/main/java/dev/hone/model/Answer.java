package dev.hone.model;

import dev.hone.refinement.Usage;

/**
 * One attempt's answer as it grows: passes on text and thinking, and remembers what the provider
 * said about the end. The text and, on its own, the thinking are cut at a limit: what is over is
 * left out, and the answer is {@link #full()}, so that neither an endless answer nor endless
 * thinking goes on.
 */
final class Answer implements ChunkParser.Sink, Pieces {

  private final Pieces out;
  private final int limit;
  private final ThinkFilter filter = new ThinkFilter(this);
  private int textLength;
  private int thinkingLength;
  private boolean full;
  private boolean done;
  private String model;
  private String finishReason;
  private Usage usage;
  private ProviderError error;

  /**
   * @param limit characters that the text, and the thinking, may have at most
   */
  Answer(Pieces out, int limit) {
    this.out = out;
    this.limit = limit;
  }

  @Override
  public void content(char[] characters, int from, int length) {
    filter.accept(characters, from, length);
  }

  @Override
  public void reasoning(char[] characters, int from, int length) {
    if (length > 0) {
      filter.apart(); // some send an empty one with each piece of the answer
    }
    thinking(characters, from, length);
  }

  @Override
  public void finishReason(String reason) {
    finishReason = reason;
  }

  @Override
  public void model(String name) {
    model = name;
  }

  @Override
  public void usage(Usage counted) {
    usage = counted;
  }

  @Override
  public void error(ProviderError said) {
    error = said;
  }

  @Override
  public void done() {
    done = true;
  }

  @Override
  public void text(char[] characters, int from, int length) {
    int taken = fitting(characters, from, length, limit - textLength);
    textLength += taken;
    out.text(characters, from, taken);
  }

  @Override
  public void thinking(char[] characters, int from, int length) {
    int taken = fitting(characters, from, length, limit - thinkingLength);
    thinkingLength += taken;
    out.thinking(characters, from, taken);
  }

  @Override
  public void thoughtSoFar() {
    thinkingLength += textLength;
    textLength = 0;
    out.thoughtSoFar();
  }

  /** The stream ended: what the think filter held back is text after all. */
  void end() {
    filter.end();
  }

  boolean begun() {
    return textLength + thinkingLength > 0;
  }

  boolean full() {
    return full;
  }

  /** Whether the provider said that nothing follows. */
  boolean isDone() {
    return done;
  }

  /** What the model calls itself, or {@code null} if it doesn't say. */
  String model() {
    return model;
  }

  /** Why the answer ended, or {@code null} while it goes on. */
  String finishReason() {
    return full ? "length" : finishReason;
  }

  /** The provider's error in its stream, or {@code null}. */
  ProviderError error() {
    return error;
  }

  /** What the provider counted, else a guess. */
  Usage usage(long promptCharacters) {
    return usage != null
        ? usage
        : Usage.estimate(promptCharacters, (long) textLength + thinkingLength);
  }

  private int fitting(char[] characters, int from, int length, int room) {
    if (full) {
      return 0;
    }
    if (length <= room) {
      return length;
    }
    full = true;
    boolean splitsPair = room > 0 && Character.isHighSurrogate(characters[from + room - 1]);
    return splitsPair ? room - 1 : room;
  }
}
