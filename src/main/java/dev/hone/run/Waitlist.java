package dev.hone.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Readers who wait, in the order in which they came. They are linked to one another, so that
 * nothing is searched or made where one joins and leaves: each watcher does both for each token.
 * Not thread-safe.
 */
final class Waitlist {

  private Feed.Reader first;
  private Feed.Reader last;
  private int size;

  int size() {
    return size;
  }

  void join(Feed.Reader reader) {
    if (isIn(reader)) {
      return;
    }
    reader.previous = last;
    if (last == null) {
      first = reader;
    } else {
      last.next = reader;
    }
    last = reader;
    size++;
  }

  /** Does nothing if the reader doesn't wait. */
  void leave(Feed.Reader reader) {
    if (!isIn(reader)) {
      return;
    }
    if (reader.previous == null) {
      first = reader.next;
    } else {
      reader.previous.next = reader.next;
    }
    if (reader.next == null) {
      last = reader.previous;
    } else {
      reader.next.previous = reader.previous;
    }
    reader.previous = null;
    reader.next = null;
    size--;
  }

  /** Those who have read less than up to a number; they wait no longer. */
  List<Feed.Reader> takeBehind(long seq) {
    List<Feed.Reader> taken = new ArrayList<>(size);
    Feed.Reader next;
    for (Feed.Reader reader = first; reader != null; reader = next) {
      next = reader.next;
      if (reader.after < seq) {
        leave(reader);
        taken.add(reader);
      }
    }
    return taken;
  }

  /** All; they wait no longer. */
  List<Feed.Reader> takeAll() {
    List<Feed.Reader> taken = new ArrayList<>(size);
    while (first != null) {
      taken.add(first);
      leave(first);
    }
    return taken;
  }

  private boolean isIn(Feed.Reader reader) {
    return reader == first || reader.previous != null;
  }
}
