package dev.hone.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How many runs of one owner are worked on here at once that are in no log: the others wait, first
 * come, first served. Whoever starts them bounds how many wait. Thread-safe.
 */
final class Turnstile {

  private final int most;
  private final Map<String, Owner> owners = new HashMap<>();

  /**
   * @param most of one owner; 0: any number
   */
  Turnstile(int most) {
    this.most = most;
  }

  private static final class Owner {
    private int inside;
    private final Deque<Pass> waiting = new ArrayDeque<>();
  }

  Pass enter(String owner) {
    return new Pass(owner);
  }

  /** To be left at the end; what starts is called outside the lock. */
  final class Pass {

    private final String owner;
    private Runnable start;
    private boolean inside;
    private boolean left;

    private Pass(String owner) {
      this.owner = owner;
    }

    /** Starts at once or when its turn comes, and not if it has left before. Call it once. */
    void onTurn(Runnable start) {
      synchronized (Turnstile.this) {
        if (left) {
          return;
        }
        Owner own = owners.computeIfAbsent(owner, first -> new Owner());
        if (most > 0 && own.inside >= most) {
          this.start = start;
          own.waiting.add(this);
          return;
        }
        own.inside++;
        inside = true;
      }
      start.run();
    }

    /** Leaving twice is leaving once. */
    void leave() {
      Pass next = free();
      if (next != null) {
        next.start.run();
      }
    }

    private Pass free() {
      synchronized (Turnstile.this) {
        Owner own = owners.get(owner);
        if (left || own == null) {
          left = true;
          return null;
        }
        left = true;
        if (!inside) {
          own.waiting.remove(this);
          return null;
        }
        Pass next = own.waiting.poll();
        if (next != null) {
          next.inside = true;
        } else if (--own.inside == 0) {
          owners.remove(owner);
        }
        return next;
      }
    }
  }
}
