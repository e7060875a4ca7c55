package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallPoolTest {

  private final CallPool pool = new CallPool(1, 3);
  private final List<String> granted = new ArrayList<>();

  @Test
  void grantsPlacesInTheOrderOfTheQueue() {
    CallPool.Place first = enter("first");
    CallPool.Place second = enter("second");
    enter("third");

    first.leave();
    second.leave();

    assertEquals(List.of("first", "second", "third"), granted);
  }

  @Test
  void passesOverAWaiterThatLeft() {
    CallPool.Place first = enter("first");
    CallPool.Place second = enter("second");
    enter("third");
    second.leave();

    first.leave();

    assertEquals(List.of("first", "third"), granted);
  }

  @Test
  void freesAPlaceOnceHoweverOftenItIsLeft() {
    CallPool.Place first = enter("first");
    enter("second");
    enter("third");

    first.leave();
    first.leave();

    assertEquals(List.of("first", "second"), granted);
  }

  @Test
  void refusesAWaiterTooMany() {
    enter("first");
    enter("second");
    enter("third");
    enter("fourth");

    assertNull(enter("fifth"));
  }

  private CallPool.Place enter(String name) {
    return pool.enter(() -> granted.add(name));
  }
}
