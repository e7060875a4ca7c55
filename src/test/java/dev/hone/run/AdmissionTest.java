package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private final Admission admission = new Admission(1, 2, Duration.ofSeconds(7));
  private final List<String> started = new ArrayList<>();

  @Test
  void startsAtOnceWhereThereIsRoom() {
    enter("a");

    assertEquals(List.of("a"), started);
    assertEquals(1, admission.active());
  }

  @Test
  void givesAFreedPlaceToWhoWaitedLongest() {
    Admission.Place a = enter("a");
    Admission.Place b = enter("b");
    enter("c");

    a.leave();
    assertEquals(List.of("a", "b"), started);
    b.leave();

    assertEquals(List.of("a", "b", "c"), started);
    assertEquals(1, admission.active());
    assertEquals(0, admission.queued());
  }

  @Test
  void sendsAwayWhoFindsNoRoomAndSaysWhenToComeBack() {
    enter("a");
    enter("b");
    enter("c");

    RunsFull full = assertThrows(RunsFull.class, () -> admission.enter("ann"));

    assertEquals(Duration.ofSeconds(7), full.retryAfter());
    assertEquals(2, admission.queued());
  }

  @Test
  void neverStartsWhoLeftTheQueue() {
    Admission.Place a = enter("a");
    Admission.Place b = enter("b");
    enter("c");

    b.leave();
    a.leave();

    assertEquals(List.of("a", "c"), started);
  }

  @Test
  void startsLateWhoWasNotReadyWhenItsTurnCame() {
    Admission.Place a = enter("a");
    Admission.Place b = admission.enter("ann");
    a.leave();

    b.onTurn(() -> started.add("b"));

    assertEquals(List.of("a", "b"), started);
  }

  @Test
  void freesAPlaceOnceHoweverOftenItIsLeft() {
    Admission.Place a = enter("a");

    a.leave();
    a.leave();

    assertEquals(0, admission.active());
  }

  @Test
  void givesNoTurnOnceTheServerStops() {
    Admission.Place a = enter("a");
    Admission.Place b = enter("b");

    admission.endTurns();
    a.leave();

    assertEquals(List.of("a"), started);
    assertEquals(0, admission.active());
    b.leave();
    assertEquals(0, admission.queued());
  }

  @Test
  void letsNoOwnerWaitForAllThatAnotherHasQueued() {
    Admission wide = new Admission(1, 2000, Duration.ofSeconds(7));
    List<Admission.Place> active = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Admission.Place place = wide.enter("ann");
      place.onTurn(() -> active.add(place));
    }
    List<String> others = new ArrayList<>();
    for (String other : List.of("bob", "cid", "bob")) {
      Admission.Place place = wide.enter(other);
      place.onTurn(
          () -> {
            active.add(place);
            others.add(other);
          });
    }

    for (int freed = 0; freed < 5; freed++) {
      active.get(freed).leave();
    }

    assertEquals(List.of("bob", "cid", "bob"), others, "after at most one more of ann's each");
    assertEquals(997, wide.queued());
  }

  private Admission.Place enter(String name) {
    Admission.Place place = admission.enter("ann");
    place.onTurn(() -> started.add(name));
    return place;
  }
}
