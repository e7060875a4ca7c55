package dev.hone.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The runs that were started here and end when the connection goes that they were started on, as
 * long as that stands. Other pods don't know of it: one that claims such a run, because this one
 * could not write it for longer than it is patient, ends it. Thread-safe.
 */
@ApplicationScoped
public class Ties {

  /** Who cancels a run whose connection has gone, on the wire. */
  public static final String DISCONNECT = "disconnect";

  private static final Logger LOG = Logger.getLogger(Ties.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final RunRequests requests;
  private final Set<String> standing = ConcurrentHashMap.newKeySet();

  @Inject
  Ties(RunRequests requests) {
    this.requests = requests;
  }

  /** It was started here and is tied to that connection. */
  void tie(String run) {
    standing.add(run);
  }

  /** It has ended. */
  void untie(String run) {
    standing.remove(run);
  }

  /** Whether it is tied to a connection of this pod that has not gone. */
  boolean stands(String run) {
    return standing.contains(run);
  }

  /**
   * Cancels a run whose client is gone; one that has ended by itself is left alone. Doesn't block.
   * There is nobody left to tell, so where the log can't be written it is tried again for a while;
   * whoever claims the run meanwhile cancels it, too.
   */
  public void abandon(String run) {
    untie(run);
    requests
        .cancel(run, DISCONNECT)
        .onFailure(RunLogFailure.Unavailable.class)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .expireIn(PATIENCE.toMillis())
        .subscribe()
        .with(
            cancelled -> LOG.debugf("run %s was cancelled: its client is gone", run),
            failure -> {
              if (!(failure instanceof RunLogFailure.Ended
                  || failure instanceof RunLogFailure.NotFound)) {
                LOG.warnf("run %s can't be cancelled: %s", run, failure.getMessage());
              }
            });
  }
}
