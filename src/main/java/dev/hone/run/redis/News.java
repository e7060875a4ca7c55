package dev.hone.run.redis;

import dev.hone.refinement.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that were appended together.
 *
 * @param before the number of the event before them; nothing is between
 */
record News(long before, List<Stored> entries) {

  private static final String TOKEN_OF_OTHERS = "";

  /** The number of the last event of a message that was published, without reading the rest. */
  static long lastOf(String message) {
    String[] head = head(message);
    long events = message.chars().filter(c -> c == '\n').count();
    return Long.parseLong(head[1]) + events - 1;
  }

  /** What the append script published: {@code before first requested at}, then a line an event. */
  static News read(String run, String message) {
    String[] head = head(message);
    long seq = Long.parseLong(head[1]);
    String token = head[2].equals("1") ? TOKEN_OF_OTHERS : null;
    Instant at = Instant.ofEpochMilli(Long.parseLong(head[3]));
    List<Stored> entries = new ArrayList<>();
    for (int from = message.indexOf('\n') + 1; from > 0; ) {
      int to = message.indexOf('\n', from);
      String line = to < 0 ? message.substring(from) : message.substring(from, to);
      entries.add(new Stored(new Event(run, seq++, at, FactJson.decode(line)), token, 0));
      from = to + 1;
    }
    return new News(Long.parseLong(head[0]), List.copyOf(entries));
  }

  long last() {
    return entries.get(entries.size() - 1).seq();
  }

  private static String[] head(String message) {
    return message.substring(0, message.indexOf('\n')).split(" ");
  }
}
