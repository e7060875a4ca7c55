package dev.hone.refinement;

/**
 * The state of a run whose log grows. Deltas, which most events are, are only counted, and folded
 * when somebody asks: a state for each would be a token's largest garbage. Not thread-safe.
 */
public final class RunFold {

  private RunState state;
  private long lastSeq;
  private long characters;

  /**
   * @throws IllegalArgumentException as {@link RunState#of(Event)}
   */
  public RunFold(Event first) {
    state = RunState.of(first);
    lastSeq = first.seq();
  }

  /** The event that follows the newest. */
  public void add(Event event) {
    if (event.fact() instanceof Fact.Delta delta) {
      characters += delta.text().length();
    } else {
      state = now().apply(event);
    }
    lastSeq = event.seq();
  }

  /** After all that was added. */
  public RunState now() {
    if (state.lastSeq() < lastSeq) {
      state = state.more(lastSeq, characters);
      characters = 0;
    }
    return state;
  }

  public String run() {
    return state.id();
  }

  /** Of the newest event. */
  public long lastSeq() {
    return lastSeq;
  }

  public boolean hasEnded() {
    return state.hasEnded();
  }

  /** All tokens that complete calls have used. */
  public long used() {
    return state.state().used().totalTokens();
  }
}
