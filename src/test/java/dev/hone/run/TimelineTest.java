package dev.hone.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final Entry.WireForm<Object> FORM =
      new Entry.WireForm<>() {
        @Override
        public int slot() {
          return 0;
        }

        @Override
        public Object encode(Event event) {
          return new Object();
        }
      };

  private final Timeline timeline = new Timeline();

  @BeforeEach
  void begin() {
    add(1, new Fact.RunStarted("pod", 1));
    IntStream.rangeClosed(2, 41).forEach(seq -> add(seq, RunFacts.delta(0, "w" + seq + " ")));
  }

  @Test
  void givesTheRestOfATextAsOneDeltaThatHasNumberAndTimeOfTheLast() {
    Event rest = only(timeline.after(39, 10));

    assertEquals(event(41, RunFacts.delta(0, "w40 w41 ")), rest);
  }

  @Test
  void makesWhatIsAskedForAgainOnce() {
    assertSame(timeline.after(20, 10).get(0), timeline.after(20, 10).get(0));
  }

  @Test
  void givesWhoIsOneBehindTheEntryThatWasAdded() {
    Entry last = new Entry(event(42, RunFacts.delta(0, "w42 ")));

    timeline.add(last);
    timeline.after(39, 10);

    assertSame(last, onlyEntry(timeline.after(41, 10)));
  }

  @Test
  void givesWhatCameMeanwhileToWhoAsksAgain() {
    timeline.after(39, 10);
    add(42, RunFacts.delta(0, "w42 "));

    assertEquals(event(42, RunFacts.delta(0, "w40 w41 w42 ")), only(timeline.after(39, 10)));
    assertEquals(event(42, RunFacts.delta(0, "w42 ")), only(timeline.after(41, 10)));
  }

  @Test
  void keepsNoWireFormsOfACompleteStep() {
    Entry taken = new Entry(event(42, RunFacts.completed()));
    Object wired = taken.as(FORM);

    timeline.add(taken);

    Entry late = onlyEntry(timeline.after(41, 10));
    assertEquals(taken.event(), late.event());
    assertNotSame(wired, late.as(FORM));
    assertSame(late.as(FORM), onlyEntry(timeline.after(41, 10)).as(FORM), "latecomers share one");
  }

  @Test
  void canGiveEachDeltaOnItsOwn() {
    add(42, new Fact.ThinkingDelta(0, "hm"));

    assertEquals(
        List.of("w39 ", "w40 ", "w41 ", "hm"),
        timeline.eventsAfter(38).stream().map(each -> ((Fact.Delta) each.fact()).text()).toList());
    assertEquals(
        List.of(39L, 40L, 41L, 42L), timeline.eventsAfter(38).stream().map(Event::seq).toList());
  }

  @Test
  void takesADeltaBehindAJumpForAnotherText() {
    add(50, RunFacts.delta(0, "far"));

    assertEquals(
        List.of(41L, 50L),
        timeline.after(30, 10).stream().map(entry -> entry.event().seq()).toList());
  }

  @Test
  void countsATextAsOneEntry() {
    add(42, new Fact.ThinkingDelta(0, "hm"));

    assertEquals(
        List.of(1L, 41L), timeline.after(0, 2).stream().map(entry -> entry.event().seq()).toList());
  }

  private void add(long seq, Fact fact) {
    timeline.add(new Entry(event(seq, fact)));
  }

  private static Event event(long seq, Fact fact) {
    return new Event("r1", seq, Instant.ofEpochMilli(seq), fact);
  }

  private static Event only(List<Entry> entries) {
    return onlyEntry(entries).event();
  }

  private static Entry onlyEntry(List<Entry> entries) {
    assertEquals(1, entries.size());
    return entries.get(0);
  }
}
