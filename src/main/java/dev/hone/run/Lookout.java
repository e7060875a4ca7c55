package dev.hone.run;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks for runs that nobody works on: those of a process that ended, or of a pod that was lost.
 * Claims as many as there is room for, some at a time.
 */
final class Lookout {

  private static final Logger LOG = Logger.getLogger(Lookout.class);

  /** Each is read whole: all that there is room for would take long, and much of the heap. */
  private static final int MOST_AT_ONCE = 50;

  private static final Duration MOST_BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final RunLog log;
  private final Admission admission;
  private final Vertx vertx;
  private final BiConsumer<RunLog.Lease, Admission.Place> found;
  private final AtomicBoolean underWay = new AtomicBoolean();
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

  /** Nothing while the last look is under way, since the room that it saw may be filled by then. */
  void look() {
    int most = Math.min(admission.room(), MOST_AT_ONCE);
    if (most == 0 || !underWay.compareAndSet(false, true)) {
      return;
    }
    log.claim(most)
        .onItem()
        .transformToMulti(leases -> Multi.createFrom().iterable(leases))
        .onItem()
        .transformToUni(this::goOn)
        .collectFailures() // of one none of the others
        .merge()
        .collect()
        .with(Collectors.counting())
        .onTermination()
        .invoke(() -> underWay.set(false))
        .subscribe()
        .with(
            claimed -> {
              if (claimed == most) {
                look(); // there may be more
              }
            },
            failure -> LOG.debugf("no run can be claimed now: %s", failure.getMessage()));
  }

  private Uni<RunLog.Lease> goOn(RunLog.Lease lease) {
    return log.head(lease.run())
        .map(RunLog.Head::owner)
        .onFailure()
        .recoverWithItem("") // its worker finds out what is wrong
        .invoke(owner -> found.accept(lease, admission.enterAgain(owner)))
        .replaceWith(lease);
  }

  private static Duration often(Duration lease) {
    Duration third = lease.dividedBy(3);
    return third.compareTo(MOST_BETWEEN_LOOKS) < 0 ? third : MOST_BETWEEN_LOOKS;
  }
}
