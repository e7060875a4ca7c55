package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitlistTest {

  private final Waitlist list = new Waitlist();

  @Test
  void nobodyWaitsAtFirst() {
    assertEquals(0, list.size());
    assertEquals(List.of(), list.takeAll());
  }

  @Test
  void takesThoseWhoHaveReadLessAndLeavesTheOthers() {
    Feed.Reader early = reader(1);
    Feed.Reader ahead = reader(9);
    Feed.Reader late = reader(2);
    List.of(early, ahead, late).forEach(list::join);

    assertEquals(List.of(early, late), list.takeBehind(3));
    assertEquals(List.of(), list.takeBehind(9));
    assertEquals(List.of(ahead), list.takeBehind(10));
  }

  @Test
  void takesAllHoweverFarTheyHaveRead() {
    Feed.Reader reader = reader(Long.MAX_VALUE);
    list.join(reader);

    assertEquals(List.of(), list.takeBehind(Long.MAX_VALUE));
    assertEquals(List.of(reader), list.takeAll());
    assertEquals(0, list.size());
  }

  /** As a set that keeps the order, whoever joins twice or leaves without having joined. */
  @Test
  void isASetInTheOrderInWhichTheyJoined() {
    Random random = new Random(7);
    List<Feed.Reader> readers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      readers.add(reader(i));
    }
    Set<Feed.Reader> expected = new LinkedHashSet<>();
    for (int i = 0; i < 10_000; i++) {
      Feed.Reader one = readers.get(random.nextInt(readers.size()));
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          list.join(one);
          expected.add(one);
        }
        case 2, 3 -> {
          list.leave(one);
          expected.remove(one);
        }
        default -> {
          List<Feed.Reader> behind =
              expected.stream().filter(reader -> reader.after < one.after).toList();
          assertEquals(behind, list.takeBehind(one.after));
          behind.forEach(expected::remove);
        }
      }
      assertEquals(expected.size(), list.size());
    }

    assertEquals(List.copyOf(expected), list.takeAll());
  }

  private static Feed.Reader reader(long after) {
    return new Feed.Reader(after, null);
  }
}
