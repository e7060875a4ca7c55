package dev.hone.run;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * How a server stops: it takes nothing new, gives load balancers the time to notice, hands its runs
 * over as their steps end, and lets its clients go.
 *
 * <p>All of that is done, and waited for, where Quarkus says that its own delay begins. It waits
 * for whoever observes that, and until then HTTP, Redis and all else are there; it closes HTTP
 * right after, before it says that it stops.
 */
@ApplicationScoped
public class Drain {

  /** Only ever later. */
  public enum Phase {
    /** All is as usual. */
    OPEN,
    /** Nothing new is taken; runs go on as usual. */
    REFUSING,
    /** Runs are given up as their steps end. */
    HANDING_OVER,
    /** No run is left. */
    OVER
  }

  private static final Logger LOG = Logger.getLogger(Drain.class);

  /** Beyond the time that runs have: for their last appends, and for the last bytes to clients. */
  private static final Duration SPARE = Duration.ofSeconds(1);

  private final Runs runs;
  private final Instance<Clients> clients;
  private final Duration delay;
  private final Duration time;
  private final Duration retryAfter;
  private volatile Phase phase = Phase.OPEN;

  /**
   * @param delay how long runs go on as usual
   * @param timeout bounds {@code hone.runs.drain}
   */
  Drain(
      Runs runs,
      Instance<Clients> clients,
      RunsConfig config,
      @ConfigProperty(name = ShutdownSettings.DELAY) Optional<Duration> delay,
      @ConfigProperty(name = ShutdownSettings.TIMEOUT) Optional<Duration> timeout) {
    this.runs = runs;
    this.clients = clients;
    this.delay = delay.orElse(Duration.ZERO);
    this.time = timeout.filter(most -> most.compareTo(config.drain()) < 0).orElse(config.drain());
    this.retryAfter = config.retryAfter();
  }

  public Phase phase() {
    return phase;
  }

  /** Why nothing new is taken; empty while it is. */
  public Optional<Stopping> refusal() {
    return phase == Phase.OPEN ? Optional.empty() : Optional.of(new Stopping(retryAfter));
  }

  /** Returns when the server can go, within the delay, the time that runs have and a second. */
  void stop(@Observes ShutdownDelayInitiatedEvent sigterm) throws InterruptedException {
    if (phase != Phase.OPEN) {
      return;
    }
    phase = Phase.REFUSING;
    runs.refuse();
    Thread.sleep(delay.toMillis());
    long end = System.nanoTime() + time.toNanos();
    handOver(end);
    letClientsGo(end + SPARE.toNanos());
  }

  /** Where the drain was cut short; else there is nothing left to do. */
  void abandon(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent httpIsClosed) {
    runs.refuse();
    runs.stop();
  }

  private void handOver(long end) throws InterruptedException {
    phase = Phase.HANDING_OVER;
    int left = runs.active() + runs.queued();
    if (left > 0) {
      LOG.infof(
          runs.canBeHandedOver()
              ? "handing over %d runs, in %d s at most"
              : "giving up %d runs, in %d s at most: in memory, what isn't finished is lost",
          left,
          time.toSeconds());
    }
    CompletionStage<Void> none = runs.handOver();
    clients.forEach(Clients::release);
    if (!happens(none, end)) {
      runs.stop();
      if (!happens(none, end + SPARE.toNanos())) {
        LOG.warnf("%d runs could not be handed over", runs.active() + runs.queued());
      }
    }
  }

  private void letClientsGo(long end) throws InterruptedException {
    phase = Phase.OVER;
    runs.dismissWatchers();
    CompletableFuture<?>[] gone =
        clients.stream()
            .map(each -> each.dismiss().toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    if (!happens(CompletableFuture.allOf(gone), end)) {
      clients.forEach(Clients::cut);
    }
  }

  private static boolean happens(CompletionStage<Void> event, long end)
      throws InterruptedException {
    try {
      event.toCompletableFuture().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException defect) {
      throw new IllegalStateException(defect);
    }
  }
}
