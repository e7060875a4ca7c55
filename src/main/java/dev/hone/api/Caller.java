package dev.hone.api;

import dev.hone.api.auth.Admitted;
import dev.hone.api.auth.Identity;
import dev.hone.api.auth.NotAuthenticated;
import dev.hone.run.RunLog;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Who makes the request that this thread works on, and which runs are theirs. To be asked at the
 * beginning of a call, on its own thread: what goes on later keeps the answer.
 */
@ApplicationScoped
public class Caller {

  /**
   * Who steers or cancels, on the wire: only a run's owner can, and who that is stays in the log.
   */
  static final String OWNER = "owner";

  private final RunLog log;

  Caller(RunLog log) {
    this.log = log;
  }

  public String owner() {
    return Admitted.owner().name();
  }

  /** A run of the caller's; fails with "no such run" if it isn't theirs, as if there were none. */
  Uni<RunLog.Head> own(String run) {
    return own(run, Admitted.owner().name());
  }

  /** The same for an owner who came in before, with a socket. */
  Uni<RunLog.Head> own(String run, String owner) {
    return log.head(run)
        .onItem()
        .invoke(
            head -> {
              if (!head.owner().equals(owner)) {
                throw ProblemException.noSuchRun();
              }
            });
  }

  /** A run that the caller may read: their own, or the one that their ticket is of. */
  Uni<RunLog.Head> readable(String run) {
    Identity who = Admitted.now().orElseThrow(NotAuthenticated::nothingShown);
    boolean hasItsTicket = who instanceof Identity.TicketHolder holder && holder.run().equals(run);
    return hasItsTicket ? log.head(run) : own(run);
  }
}
