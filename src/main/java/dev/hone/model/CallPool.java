package dev.hone.model;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bounds the calls that are under way over all models; further ones wait in order. Safe for any
 * thread; nothing blocks.
 */
final class CallPool {

  private final int maxCalls;
  private final int maxWaiting;
  private final Set<Place> waiting = new LinkedHashSet<>();
  private int taken;

  CallPool(int maxCalls, int maxWaiting) {
    this.maxCalls = maxCalls;
    this.maxWaiting = maxWaiting;
  }

  /**
   * Takes a place or the end of the queue.
   *
   * @param granted called once when the place is there, at once or later on the thread of the call
   *     that left; may cross with {@link Place#leave()}, so it must not mind being late
   * @return {@code null} if the queue is full
   */
  Place enter(Runnable granted) {
    Place place = new Place(granted);
    synchronized (this) {
      if (taken >= maxCalls) {
        return waiting.size() < maxWaiting && waiting.add(place) ? place : null;
      }
      taken++;
      place.granted = true;
    }
    granted.run();
    return place;
  }

  private synchronized Place next() {
    if (waiting.isEmpty()) {
      taken--;
      return null;
    }
    Place first = waiting.iterator().next();
    waiting.remove(first);
    first.granted = true;
    return first;
  }

  /** One call's place, in the pool or in the queue before it. */
  final class Place {
    private final Runnable run;
    private boolean granted;
    private boolean left;

    private Place(Runnable run) {
      this.run = run;
    }

    boolean isGranted() {
      synchronized (CallPool.this) {
        return granted;
      }
    }

    /** Frees the place or leaves the queue; again is a no-op. */
    void leave() {
      synchronized (CallPool.this) {
        if (left) {
          return;
        }
        left = true;
        if (!granted) {
          waiting.remove(this);
          return;
        }
      }
      Place next = next();
      if (next != null) {
        next.run.run();
      }
    }
  }
}
