package dev.hone.api;

import dev.hone.api.auth.Admitted;
import dev.hone.api.auth.Identity;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Hands on to a socket whom the {@link Gate} let in. */
@ApplicationScoped
public class SocketAdmission implements HttpUpgradeCheck {

  static final UserData.TypedKey<Identity.Owner> OWNER = new UserData.TypedKey<>("owner");

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    if (!(Admitted.now().orElse(null) instanceof Identity.Owner owner)) {
      return CheckResult.rejectUpgrade(401);
    }
    context.userData().put(OWNER, owner);
    return CheckResult.permitUpgrade();
  }
}
