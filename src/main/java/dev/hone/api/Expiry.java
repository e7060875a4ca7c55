package dev.hone.api;

import dev.hone.api.auth.Admitted;
import dev.hone.api.auth.Identity;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;

/** Until when a request may go on: as long as what its caller showed is good. */
final class Expiry {

  private Expiry() {}

  /**
   * Does something at the end of the caller's token or ticket.
   *
   * @return calls it off
   */
  static Runnable of(RoutingContext request, Runnable end) {
    Vertx vertx = request.vertx();
    return Admitted.with(request)
        .map(Identity::until)
        .map(until -> vertx.setTimer(millisTo(until), timer -> end.run()))
        .<Runnable>map(timer -> () -> vertx.cancelTimer(timer))
        .orElse(() -> {});
  }

  /** At least 1. */
  static long millisTo(Instant end) {
    return Math.max(1, Duration.between(Instant.now(), end).toMillis());
  }
}
