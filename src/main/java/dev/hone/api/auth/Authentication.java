package dev.hone.api.auth;

import io.smallrye.mutiny.Uni;

/** How callers show who they are; one class for each mode. Safe for any thread, never blocks. */
public sealed interface Authentication permits NoAuthentication, ApiKeys, OidcTokens {

  /**
   * Finds out whose a token is. Fails with {@link NotAuthenticated} and {@link
   * AuthenticationUnavailable}; signals on the Vert.x context of the caller.
   *
   * @param token what stands behind {@code Bearer}; {@code null} if the caller showed none
   */
  Uni<Identity> authenticate(String token);
}
