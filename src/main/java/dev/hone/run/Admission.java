package dev.hone.run;

import java.time.Duration;

/**
 * Who may run now, who waits for a turn (each owner in turn, and of one owner who came first), who
 * is sent away.
 */
final class Admission {

  private final int maxActive;
  private final int maxQueued;
  private final Duration retryAfter;
  private final FairQueue<Place> queue = new FairQueue<>();
  private int active;
  private boolean closed;
  private boolean over;

  Admission(int maxActive, int maxQueued, Duration retryAfter) {
    if (maxActive < 1 || maxQueued < 0) {
      throw new IllegalArgumentException(
          "hone.runs.max-active wants 1 or more, hone.runs.max-queued 0 or more");
    }
    this.maxActive = maxActive;
    this.maxQueued = maxQueued;
    this.retryAfter = retryAfter;
  }

  /**
   * A place among the active or the waiting, to be left at the end.
   *
   * @throws RunsFull if there is none
   * @throws Stopping after {@link #close}
   */
  synchronized Place enter(String owner) {
    if (closed) {
      throw new Stopping(retryAfter);
    }
    Place place = new Place(owner);
    if (active < maxActive) {
      active++;
      place.active = true;
    } else if (queue.size() < maxQueued) {
      queue.add(owner, place);
    } else {
      throw new RunsFull(retryAfter);
    }
    return place;
  }

  /**
   * A place for what was accepted before and is never sent away: it waits if it must. A run of
   * another process, or one of a batch, which bounds how many wait.
   */
  synchronized Place enterAgain(String owner) {
    Place place = new Place(owner);
    if (active < maxActive) {
      active++;
      place.active = true;
    } else {
      queue.add(owner, place);
    }
    return place;
  }

  /** Nobody new may enter any more. */
  synchronized void close() {
    closed = true;
  }

  /** Nobody who waits gets a turn any more: a place that is left stays empty. */
  synchronized void endTurns() {
    over = true;
  }

  /**
   * @throws RunsFull if {@link #enter} would refuse now, for whatever reason
   */
  void checkRoom() {
    if (room() == 0) {
      throw new RunsFull(retryAfter);
    }
  }

  /** How many more may enter. */
  synchronized int room() {
    return closed ? 0 : Math.max(0, maxActive - active + maxQueued - queue.size());
  }

  synchronized int active() {
    return active;
  }

  synchronized int queued() {
    return queue.size();
  }

  /** Thread-safe; what starts is called outside the lock. */
  final class Place {

    private final String owner;
    private boolean active;
    private boolean left;
    private Runnable start;

    private Place(String owner) {
      this.owner = owner;
    }

    /** Starts at once or when its turn comes, and not if it has left before. Call it once. */
    void onTurn(Runnable start) {
      synchronized (Admission.this) {
        if (left) {
          return;
        }
        if (!active) {
          this.start = start;
          return;
        }
      }
      start.run();
    }

    /** Gives the place to the next who waits; leaving twice is leaving once. */
    void leave() {
      Runnable next = free();
      if (next != null) {
        next.run();
      }
    }

    private Runnable free() {
      synchronized (Admission.this) {
        if (left) {
          return null;
        }
        left = true;
        if (!active) {
          queue.remove(owner, this);
          return null;
        }
        Place next = over ? null : queue.poll();
        if (next == null) {
          Admission.this.active--;
          return null;
        }
        next.active = true;
        return next.start; // null: it is being created, and starts when that is done
      }
    }
  }
}
