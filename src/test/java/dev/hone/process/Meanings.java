package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Event;
import dev.hone.refinement.EventJson;
import dev.hone.refinement.Fact;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each number of a run stands for, whoever was told it. Since deltas may come merged, theirs
 * stands for the text so far.
 */
final class Meanings {

  private final Map<Long, String> meanings = new TreeMap<>();

  /**
   * Adds what a reader got from the run's beginning on: numbers rise, none means two things, and
   * nothing follows a terminal event.
   */
  void add(List<Event> events) {
    long last = 0;
    Map<String, StringBuilder> texts = new HashMap<>();
    for (Event event : events) {
      assertTrue(event.seq() > last, () -> "number " + event.seq() + " comes again: " + events);
      last = event.seq();
      String meaning = meaning(event, texts);
      String before = meanings.putIfAbsent(event.seq(), meaning);
      if (before != null) {
        assertEquals(before, meaning, "number " + event.seq() + " of run " + event.run());
      }
    }
    long ends = events.stream().filter(Event::isTerminal).count();
    assertTrue(ends <= 1, () -> ends + " ends: " + events);
    assertEquals(ends == 1, !events.isEmpty() && events.get(events.size() - 1).isTerminal());
  }

  private static String meaning(Event event, Map<String, StringBuilder> texts) {
    Fact fact = event.fact();
    if (fact instanceof Fact.FeedbackDelta delta) {
      return soFar(texts, "feedback of " + delta.part(), delta);
    }
    if (fact instanceof Fact.Delta delta) {
      return soFar(texts, delta.type(), delta);
    }
    if (!(fact instanceof Fact.SteeringReceived)) {
      texts.clear();
    }
    return new String(EventJson.encode(event), StandardCharsets.UTF_8);
  }

  private static String soFar(Map<String, StringBuilder> texts, String what, Fact.Delta delta) {
    StringBuilder text = texts.computeIfAbsent(what, first -> new StringBuilder());
    return what + " " + delta.candidate() + ": " + text.append(delta.text());
  }
}
