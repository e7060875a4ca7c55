package dev.hone.api;

import dev.hone.run.RunLog;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Who asks, and which runs are theirs. Without authentication everybody is the same owner. */
@ApplicationScoped
public class Caller {

  /** Who cancels, on the wire: only a run's owner can, and who that is stays in the log. */
  static final String OWNER = "owner";

  private static final String ANYONE = "anyone";

  private final RunLog log;

  Caller(RunLog log) {
    this.log = log;
  }

  public String owner() {
    return ANYONE;
  }

  /** A run of the caller's; fails with "no such run" if it isn't theirs, as if there were none. */
  Uni<RunLog.Head> own(String run) {
    return log.head(run)
        .onItem()
        .invoke(
            head -> {
              if (!head.owner().equals(owner())) {
                throw ProblemException.noSuchRun();
              }
            });
  }
}
