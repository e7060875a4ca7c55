package dev.hone.run;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * The port to what each owner has used of a quota in the window of time that is now: the minute,
 * the day of UTC. It lies where the run log does, so with Redis it holds over all pods.
 *
 * <p>All calls are lazy, may be made from any thread, don't block, and may signal on any thread.
 * They fail with {@link RunLogFailure.Unavailable} alone, soon, and may have counted then.
 */
public interface Ledger {

  /**
   * Adds to what is used and tells how much that is now.
   *
   * @param quota one that has a window
   * @param amount 0 or more; 0 only tells
   */
  Uni<Used> add(String owner, Quota quota, long amount);

  /**
   * @param amount in this window
   * @param left until the next, which begins with nothing
   */
  record Used(long amount, Duration left) {}
}
