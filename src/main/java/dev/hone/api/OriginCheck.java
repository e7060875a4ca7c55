package dev.hone.api;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Which pages may open the WebSocket: browsers send the page's origin, and let any page connect
 * anywhere. No origin (not a browser), the server's own, and those of the configured list; all else
 * is 403.
 */
@ApplicationScoped
public class OriginCheck implements HttpUpgradeCheck {

  private final Origins origins;

  OriginCheck(Origins origins) {
    this.origins = origins;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    return origins.allow(context.httpRequest())
        ? CheckResult.permitUpgrade()
        : CheckResult.rejectUpgrade(403);
  }
}
