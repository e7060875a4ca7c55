package dev.hone.run.redis;

import dev.hone.refinement.Event;
import dev.hone.run.Entry;
import dev.hone.run.Feed;
import dev.hone.run.RunLogFailure;
import dev.hone.run.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of a run that are known here, and who reads them. Whoever comes before the first are
 * known waits for all of them at once. Not thread-safe: its run guards it. What wakes readers is
 * returned, to be run without a lock.
 */
final class Readers {

  private final Feed events;

  /** Who came before the first read of the stream; cancelled ones are taken out. */
  private final Map<Feed.Reader, Waiting> early = new LinkedHashMap<>();

  /**
   * @param slice at most so many entries at once
   */
  Readers(int slice) {
    events = new Feed(slice);
  }

  void waitForAll(Feed.Reader reader, Waiting waiting) {
    early.put(reader, waiting);
  }

  /** What wakes the reader now; {@code null} if it waits. */
  Runnable read(Feed.Reader reader, Waiting waiting) {
    List<Entry> news = events.read(reader);
    return news == null ? null : () -> waiting.complete(news);
  }

  void leave(Feed.Reader reader) {
    early.remove(reader);
    events.leave(reader);
  }

  Runnable add(Entry entry) {
    return events.add(entry);
  }

  Runnable close() {
    return events.close();
  }

  /** All are known that there are; for those who came before. */
  List<Runnable> welcome() {
    List<Runnable> wake = new ArrayList<>();
    early.forEach(
        (reader, waiting) -> {
          Runnable now = read(reader, waiting);
          if (now != null) {
            wake.add(now);
          }
        });
    early.clear();
    return wake;
  }

  List<Runnable> fail(RunLogFailure why) {
    List<Runnable> wake = new ArrayList<>();
    early.values().forEach(waiting -> wake.add(() -> waiting.fail(why)));
    early.clear();
    wake.add(events.fail(why));
    return wake;
  }

  int waiting() {
    return events.waiting() + early.size();
  }

  /** All events after a number, each as it was appended. */
  List<Event> after(long seq) {
    return events.eventsAfter(seq);
  }
}
