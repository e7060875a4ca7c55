package dev.hone.run;

import dev.hone.refinement.Event;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * An event in the log together with its wire forms, each made once however many watch it.
 * Thread-safe.
 *
 * <p>Two watchers that ask for the same form at the same moment may both make it; they get equal
 * results.
 */
public final class Entry {

  /** How an event looks on a wire. There are few; each has a slot of its own. */
  public interface WireForm<T> {

    int SLOTS = 2;

    /** From 0 to {@link #SLOTS} − 1, another for each form. */
    int slot();

    /** An immutable or read-only result. */
    T encode(Event event);
  }

  private final Event event;
  private final AtomicReferenceArray<Object> forms = new AtomicReferenceArray<>(WireForm.SLOTS);

  public Entry(Event event) {
    this.event = event;
  }

  public Event event() {
    return event;
  }

  @SuppressWarnings("unchecked") // a slot holds only what its form has made
  public <T> T as(WireForm<T> form) {
    Object made = forms.get(form.slot());
    if (made == null) {
      made = form.encode(event);
      forms.set(form.slot(), made);
    }
    return (T) made;
  }
}
