package dev.hone.api.auth;

import io.smallrye.common.vertx.ContextLocals;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Who was let in with the request that the current thread works on. It lies on the request's own
 * Vert.x context: what goes on after the request, or elsewhere, asks once at the beginning.
 */
public final class Admitted {

  private static final String KEY = "hone.identity";

  private Admitted() {}

  /** To be called on the request's context, before anything is done for it. */
  public static void remember(RoutingContext request, Identity identity) {
    request.put(KEY, identity);
    ContextLocals.put(KEY, identity);
  }

  /**
   * Who was let in with a request; on any of its threads, at any time.
   *
   * @return empty if nobody was let in
   */
  public static Optional<Identity> with(RoutingContext request) {
    return Optional.ofNullable(request.get(KEY));
  }

  /**
   * @return empty if nobody was let in
   */
  public static Optional<Identity> now() {
    return ContextLocals.get(KEY);
  }

  /**
   * @throws NotAuthenticated if nobody was let in who may do more than read one run
   */
  public static Identity.Owner owner() {
    if (now().orElse(null) instanceof Identity.Owner owner) {
      return owner;
    }
    throw NotAuthenticated.nothingShown();
  }
}
