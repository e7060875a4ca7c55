package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnstileTest {

  private final Turnstile turnstile = new Turnstile(2);
  private final List<String> started = new ArrayList<>();

  @Test
  void letsSoManyOfAnOwnerInAtOnceAndTheOthersInTheirOrder() {
    Turnstile.Pass one = enter("ann", "1");
    enter("ann", "2");
    enter("ann", "3");
    enter("ann", "4");
    enter("bob", "b");

    assertEquals(List.of("1", "2", "b"), started);
    one.leave();
    one.leave();

    assertEquals(List.of("1", "2", "b", "3"), started);
  }

  @Test
  void neverStartsWhoLeftWhileWaiting() {
    Turnstile.Pass one = enter("ann", "1");
    enter("ann", "2");
    Turnstile.Pass gone = enter("ann", "3");
    enter("ann", "4");

    gone.leave();
    one.leave();

    assertEquals(List.of("1", "2", "4"), started);
  }

  @Test
  void neverStartsWhoLeftBefore() {
    Turnstile.Pass gone = turnstile.enter("ann");
    gone.leave();
    gone.onTurn(() -> started.add("gone"));

    enter("ann", "1");
    enter("ann", "2");

    assertEquals(List.of("1", "2"), started);
  }

  @Test
  void letsAllInWhereThereIsNoBound() {
    Turnstile open = new Turnstile(0);
    IntStream.range(0, 100).forEach(i -> open.enter("ann").onTurn(() -> started.add("x")));

    assertEquals(100, started.size());
  }

  private Turnstile.Pass enter(String owner, String name) {
    Turnstile.Pass pass = turnstile.enter(owner);
    pass.onTurn(() -> started.add(name));
    return pass;
  }
}
