package dev.hone.api;

import dev.hone.api.auth.Identity;
import dev.hone.run.Quota;
import dev.hone.run.Quotas;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Counts what an owner asks for, and sends away who asks too often. Answers say how much is left,
 * by the fields of draft-ietf-httpapi-ratelimit-headers.
 */
@ApplicationScoped
class RequestQuota {

  private static final String WAIT = "hone.quota.wait";
  private static final Pattern EVENTS = Pattern.compile("/v1/refinements/[^/]+/events/?");

  private final Quotas quotas;

  RequestQuota(Quotas quotas) {
    this.quotas = quotas;
  }

  /**
   * Counts a request; fails with {@code QuotaReached} if it is one too many. One for events goes on
   * all the same, see {@link #waitOf}.
   */
  Uni<Void> admit(RoutingContext request, Identity who) {
    return quotas
        .request(name(who))
        .onItem()
        .transformToUni(
            counted -> {
              counted.ifPresent(now -> tell(request.response(), now));
              if (counted.filter(Quotas.Request::isTooMany).isEmpty()) {
                return Uni.createFrom().voidItem();
              }
              if (isForEvents(request)) {
                request.put(WAIT, counted.get().reset());
                return Uni.createFrom().voidItem();
              }
              return Uni.createFrom().failure(quotas.refusal(counted.get()));
            });
  }

  /** Counts a message that asks for something; fails as {@link #admit} does. */
  Uni<Void> admit(String owner) {
    return quotas
        .request(owner)
        .onItem()
        .transformToUni(
            counted ->
                counted
                    .filter(Quotas.Request::isTooMany)
                    .map(now -> Uni.createFrom().<Void>failure(quotas.refusal(now)))
                    .orElseGet(() -> Uni.createFrom().voidItem()));
  }

  /**
   * How long a request for events has to wait: a browser's EventSource never comes back after a
   * 429, but does after a stream that ends, when that has said. To readers of another protocol such
   * a stream would be a success; they get the 429.
   *
   * @return empty if it needn't
   */
  static Optional<Duration> waitOf(RoutingContext request) {
    return Optional.ofNullable(request.get(WAIT));
  }

  private static boolean isForEvents(RoutingContext request) {
    return request.request().method() == HttpMethod.GET
        && !hasFormat(request.request().query())
        && EVENTS.matcher(request.normalizedPath()).matches();
  }

  /** Whether it is right, or can be read at all, is for others to say. */
  private static boolean hasFormat(String query) {
    return query != null && ("&" + query).contains("&format=");
  }

  /** Whoever has a run's ticket takes nothing from its owner. No owner has such a name. */
  private static String name(Identity who) {
    return who instanceof Identity.Owner owner
        ? owner.name()
        : "\t" + ((Identity.TicketHolder) who).run();
  }

  private static void tell(HttpServerResponse response, Quotas.Request now) {
    response.putHeader(
        "RateLimit-Policy",
        "\"requests\";q=" + now.quota() + ";w=" + Quota.REQUESTS.window().toSeconds());
    response.putHeader(
        "RateLimit", "\"requests\";r=" + Math.max(0, now.left()) + ";t=" + now.reset().toSeconds());
  }
}
