package dev.hone.api.auth;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Keys that the operator gave out; of each only the hash is known here. */
final class ApiKeys implements Authentication {

  private final Supplier<KeyList> keys;

  /**
   * @param keys those of now
   */
  ApiKeys(Supplier<KeyList> keys) {
    this.keys = keys;
  }

  @Override
  public Uni<Identity> authenticate(String token) {
    if (token == null) {
      return Uni.createFrom().failure(NotAuthenticated.nothingShown());
    }
    String owner = keys.get().ownerOf(token);
    return owner == null
        ? Uni.createFrom().failure(NotAuthenticated.refused("This key is not known here."))
        : Uni.createFrom().item(new Identity.Owner(owner, null));
  }
}
