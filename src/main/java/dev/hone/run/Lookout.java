package dev.hone.run;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Looks for runs that nobody works on: those of a process that ended, or of a pod that was lost.
 * Claims as many as there is room for.
 */
final class Lookout {

  private static final Logger LOG = Logger.getLogger(Lookout.class);

  private static final Duration MOST_BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final RunLog log;
  private final Admission admission;
  private final Vertx vertx;
  private final BiConsumer<RunLog.Lease, Admission.Place> found;
  private long looking = -1;

  /**
   * @param found told of each claimed run and its place, on whatever thread the log answers
   */
  Lookout(
      RunLog log,
      Admission admission,
      Vertx vertx,
      BiConsumer<RunLog.Lease, Admission.Place> found) {
    this.log = log;
    this.admission = admission;
    this.vertx = vertx;
    this.found = found;
  }

  /** Looks at once and then so often that a run goes on soon after its lease has expired. */
  void open(Duration lease) {
    look();
    looking = vertx.setPeriodic(often(lease).toMillis(), timer -> look());
  }

  /** A look that is under way may still find something. */
  void close() {
    vertx.cancelTimer(looking);
  }

  void look() {
    int room = admission.room();
    if (room > 0) {
      log.claim(room)
          .subscribe()
          .with(
              leases -> leases.forEach(this::goOn),
              failure -> LOG.debugf("no run can be claimed now: %s", failure.getMessage()));
    }
  }

  private void goOn(RunLog.Lease lease) {
    log.head(lease.run())
        .map(RunLog.Head::owner)
        .onFailure()
        .recoverWithItem("") // its worker finds out what is wrong
        .subscribe()
        .with(owner -> found.accept(lease, admission.enterAgain(owner)));
  }

  private static Duration often(Duration lease) {
    Duration third = lease.dividedBy(3);
    return third.compareTo(MOST_BETWEEN_LOOKS) < 0 ? third : MOST_BETWEEN_LOOKS;
  }
}
