package dev.hone.api;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Which pages may open the WebSocket: browsers send the page's origin, and let any page connect
 * anywhere. No origin (not a browser), the server's own, and those of the configured list; all else
 * is 403.
 */
@ApplicationScoped
public class OriginCheck implements HttpUpgradeCheck {

  private final List<String> allowed;

  OriginCheck(ApiConfig config) {
    this.allowed = config.webSocket().origins().orElse(List.of());
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    String origin = context.httpRequest().getHeader("Origin");
    String own = context.httpRequest().scheme() + "://" + context.httpRequest().authority();
    boolean may = origin == null || origin.equals(own) || allowed.contains(origin);
    return may ? CheckResult.permitUpgrade() : CheckResult.rejectUpgrade(403);
  }
}
