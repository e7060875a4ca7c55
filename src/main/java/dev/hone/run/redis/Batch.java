package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.RunState;
import dev.hone.run.redis.Appender.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run appends at once, as often as it takes.
 *
 * @param number under the lease
 * @param known the number of the newest event that the worker knows
 * @param heard up to where the worker knows what others have appended, if that matters
 * @param jump how many numbers to leave out
 * @param superfluous the numbers of events that this supersedes
 * @param lost events that a failover lost; {@code null} as long as that is not known
 * @param after the run's state with it
 * @param deadline until when it is tried, in {@link System#nanoTime()}
 */
record Batch(
    Appender appender,
    long number,
    long known,
    long heard,
    int jump,
    Instant at,
    List<Part> parts,
    List<Long> superfluous,
    List<Event> lost,
    RunState after,
    long deadline) {

  /** One event to be: a fact, or neighbouring deltas. */
  static final class Part {

    private final long characters;
    private final List<Said> said = new ArrayList<>(1);
    private StringBuilder text;

    /**
     * @param characters of the step under way before it
     */
    Part(Said first, long characters) {
      this.characters = characters;
      said.add(first);
    }

    /** Takes a delta that goes on where this one ends. */
    boolean takes(Said next) {
      if (!(said.get(0).fact() instanceof Fact.Delta delta
          && next.fact() instanceof Fact.Delta more
          && delta.continuedBy(more))) {
        return false;
      }
      if (text == null) {
        text = new StringBuilder(delta.text());
      }
      text.append(more.text());
      said.add(next);
      return true;
    }

    Fact fact() {
      Fact first = said.get(0).fact();
      return text == null ? first : ((Fact.Delta) first).withText(text.toString());
    }

    long characters() {
      return characters;
    }
  }

  /** The same, with what must go before it. */
  Batch behind(List<Event> lost) {
    return new Batch(
        appender, number, known, heard, jump, at, parts, superfluous, lost, after, deadline);
  }

  /** The events, once their first number is known. */
  List<Event> events(long first) {
    List<Event> events = new ArrayList<>(parts.size());
    for (Part part : parts) {
      events.add(new Event(appender.lease().run(), first + events.size(), at, part.fact()));
    }
    return events;
  }

  void complete(List<Event> events) {
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      parts.get(i).said.forEach(said -> said.caller().complete(event));
    }
  }

  void fail(RuntimeException why) {
    parts.forEach(part -> part.said.forEach(said -> said.caller().fail(why)));
  }
}
