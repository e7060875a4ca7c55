package dev.hone.api.auth;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/**
 * Access tokens of an OpenID Connect provider, as JWTs: signature, issuer, expiry and audience are
 * quarkus-oidc's to check. The owner is a claim.
 */
@Singleton
@Typed(OidcTokens.class)
final class OidcTokens implements Authentication {

  private static final Logger LOG = Logger.getLogger(OidcTokens.class);

  private final TenantIdentityProvider tokens;
  private final String ownerClaim;

  OidcTokens(TenantIdentityProvider tokens, AuthConfig config) {
    this.tokens = tokens;
    this.ownerClaim = config.ownerClaim();
  }

  @Override
  public Uni<Identity> authenticate(String token) {
    if (token == null) {
      return Uni.createFrom().failure(NotAuthenticated.nothingShown());
    }
    Context context = Vertx.currentContext();
    return tokens
        .authenticate(new AccessTokenCredential(token))
        .map(this::owner)
        .onFailure()
        .transform(OidcTokens::refusal)
        .emitOn(task -> context.runOnContext(turn -> task.run()));
  }

  private Identity owner(SecurityIdentity identity) {
    if (!(identity.getPrincipal() instanceof JsonWebToken jwt)
        || !(jwt.getClaim(ownerClaim) instanceof String name)
        || !Identity.Owner.isName(name)) {
      throw NotAuthenticated.refused(
          "The token has no usable claim that names an owner (hone.auth.owner-claim).");
    }
    return new Identity.Owner(name, Instant.ofEpochSecond(jwt.getExpirationTime()));
  }

  private static Throwable refusal(Throwable failure) {
    if (failure instanceof NotAuthenticated) {
      return failure;
    }
    if (failure instanceof AuthenticationFailedException) {
      return NotAuthenticated.refused("The token is not valid here, or not any more.");
    }
    LOG.warnf("Tokens can't be checked: %s", failure.getClass().getSimpleName());
    return new AuthenticationUnavailable(failure);
  }
}
