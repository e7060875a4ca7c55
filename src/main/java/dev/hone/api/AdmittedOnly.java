package dev.hone.api;

import dev.hone.api.auth.Admitted;
import dev.hone.api.auth.NotAuthenticated;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * No resource is called for a request that didn't come through the {@link Gate}, by whatever path
 * it was reached.
 */
public class AdmittedOnly {

  @ServerRequestFilter
  public void check() {
    if (Admitted.now().isEmpty()) {
      throw NotAuthenticated.nothingShown();
    }
  }
}
