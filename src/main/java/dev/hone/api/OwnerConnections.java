package dev.hone.api;

import dev.hone.api.auth.Admitted;
import dev.hone.api.auth.AuthConfig;
import dev.hone.api.auth.Identity;
import dev.hone.api.connection.ConnectionLimits;
import dev.hone.api.connection.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many event streams, batches and WebSockets each owner has open. Those who show the ticket of
 * a run count together, beside its owner. Without authentication all are one owner, and only {@code
 * hone.limits.connections} counts. Thread-safe.
 */
@ApplicationScoped
public class OwnerConnections {

  /** Until somebody may have left: what is watched lasts for minutes. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private static final String KEY = "hone.owner-connections";

  private final int most;
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  OwnerConnections(ConnectionLimits limits, AuthConfig auth) {
    this.most =
        auth.mode() == AuthConfig.Mode.NONE ? Integer.MAX_VALUE : limits.connectionsPerOwner();
  }

  void register(@Observes Filters filters) {
    filters.register(
        request -> {
          request.put(KEY, this);
          request.next();
        },
        FilterOrder.OWNER_CONNECTIONS);
  }

  /**
   * Counts a request as an event stream or a batch, until it ends; a second time it does nothing.
   * To be called before what the stream shows is begun.
   *
   * @throws ProblemException 429 if its owner has as many
   */
  public static void enter(RoutingContext request) {
    if (request.get(KEY) instanceof OwnerConnections all) {
      request.remove(KEY);
      Place place = all.enter(Admitted.with(request).orElseThrow());
      request.addEndHandler(ended -> place.leave());
      if (request.response().closed()) {
        // The client left during authentication: nothing calls that handler any more.
        place.leave();
      }
    }
  }

  /**
   * @throws ProblemException 429 if they have as many
   */
  Place enter(Identity who) {
    String name = name(who);
    int now = open.merge(name, 1, Integer::sum);
    Place place = new Place(name);
    if (now > most) {
      place.leave();
      throw tooMany();
    }
    return place;
  }

  boolean hasRoom(Identity who) {
    return open.getOrDefault(name(who), 0) < most;
  }

  private ProblemException tooMany() {
    return ProblemException.tooMany(
        "At most "
            + most
            + " event streams, batches and WebSockets of one owner are open at once"
            + " (hone.limits.connections-per-owner).",
        RETRY_AFTER);
  }

  private static String name(Identity who) {
    return who instanceof Identity.Owner owner
        ? "owner " + owner.name()
        : "ticket " + ((Identity.TicketHolder) who).run();
  }

  /** One that is open. */
  final class Place {

    private final String name;
    private final AtomicBoolean left = new AtomicBoolean();

    private Place(String name) {
      this.name = name;
    }

    /** A second time it does nothing. */
    void leave() {
      if (left.compareAndSet(false, true)) {
        open.computeIfPresent(name, (who, count) -> count == 1 ? null : count - 1);
      }
    }
  }
}
