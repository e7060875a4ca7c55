package dev.hone.refinement;

/**
 * A state that facts are added to. Deltas, which most are, are only counted, and folded when
 * somebody asks: a state for each would be a token's largest garbage. Thread-safe.
 */
final class Fold {

  private State state;
  private long characters;

  Fold(State state) {
    this.state = state;
  }

  synchronized void add(Fact fact) {
    if (fact instanceof Fact.Delta delta) {
      characters += delta.text().length();
    } else {
      state = now().apply(fact);
    }
  }

  synchronized State now() {
    state = characters == 0 ? state : state.more(characters);
    characters = 0;
    return state;
  }
}
