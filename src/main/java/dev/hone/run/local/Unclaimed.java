package dev.hone.run.local;

import dev.hone.run.RunLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The runs of a log that nobody works on, in the order in which they were left. Thread-safe. */
final class Unclaimed {

  private final Queue<LoggedRun> left = new ConcurrentLinkedQueue<>();

  /** A worker leaves its run; nothing happens if that is another's, has ended or is erased. */
  void giveUp(LoggedRun run, RunLog.Lease lease) {
    if (run.giveUp(lease.fence())) {
      left.add(run);
    }
  }

  boolean isEmpty() {
    return left.isEmpty();
  }

  /** Each run that has not ended meanwhile, with a new lease; at most so many. */
  List<RunLog.Lease> claim(int atMost) {
    List<RunLog.Lease> leases = new ArrayList<>();
    while (leases.size() < atMost) {
      LoggedRun run = left.poll();
      if (run == null) {
        break;
      }
      run.claim().ifPresent(leases::add);
    }
    return leases;
  }
}
