package dev.hone.run;

import dev.hone.refinement.Event;
import java.util.stream.Stream;

/**
 * An event in the log together with its wire forms, each made once however many watch it; those of
 * a complete step once more for all who come later. Thread-safe.
 *
 * <p>Two watchers that ask for the same form at the same moment may both make it; they get equal
 * results.
 */
public final class Entry implements Timeline.Piece {

  /** How an event looks on a wire. There are two; each has a slot of its own. */
  public interface WireForm<T> {

    /** 0 or 1, another for each form. */
    int slot();

    /** An immutable or read-only result. */
    T encode(Event event);
  }

  private final Event event;

  /** Fields, since an array of them for each token would be larger than the rest of the entry. */
  private volatile Object first;

  private volatile Object second;

  public Entry(Event event) {
    this.event = event;
  }

  public Event event() {
    return event;
  }

  /** The same event, not yet in any form. */
  Entry withoutForms() {
    return new Entry(event);
  }

  @Override
  public long lastSeq() {
    return event.seq();
  }

  @Override
  public Entry after(long seq) {
    return this;
  }

  @Override
  public Stream<Event> eventsAfter(long seq) {
    return Stream.of(event);
  }

  @SuppressWarnings("unchecked") // a slot holds only what its form has made
  public <T> T as(WireForm<T> form) {
    boolean isFirst = form.slot() == 0;
    Object made = isFirst ? first : second;
    if (made == null) {
      made = form.encode(event);
      if (isFirst) {
        first = made;
      } else {
        second = made;
      }
    }
    return (T) made;
  }
}
