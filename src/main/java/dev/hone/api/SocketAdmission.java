package dev.hone.api;

import dev.hone.api.auth.Admitted;
import dev.hone.api.auth.Identity;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Hands on to a socket whom the {@link Gate} let in. */
@ApplicationScoped
public class SocketAdmission implements HttpUpgradeCheck {

  static final UserData.TypedKey<Identity.Owner> OWNER = new UserData.TypedKey<>("owner");

  /** The request that the socket was opened by. */
  static final UserData.TypedKey<HttpServerRequest> UPGRADE = new UserData.TypedKey<>("upgrade");

  private final OwnerConnections connections;

  SocketAdmission(OwnerConnections connections) {
    this.connections = connections;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    if (!(Admitted.now().orElse(null) instanceof Identity.Owner owner)) {
      return CheckResult.rejectUpgrade(401);
    }
    if (!connections.hasRoom(owner)) {
      String seconds = Long.toString(OwnerConnections.RETRY_AFTER.toSeconds());
      return CheckResult.rejectUpgrade(429, Map.of("Retry-After", List.of(seconds)));
    }
    context.userData().put(OWNER, owner);
    context.userData().put(UPGRADE, context.httpRequest());
    return CheckResult.permitUpgrade();
  }
}
