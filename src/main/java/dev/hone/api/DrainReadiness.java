package dev.hone.api;

import dev.hone.run.Drain;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A server that is to stop isn't ready from then on. */
@Readiness
@ApplicationScoped
class DrainReadiness implements HealthCheck {

  private final Drain drain;

  DrainReadiness(Drain drain) {
    this.drain = drain;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("takes runs").status(drain.refusal().isEmpty()).build();
  }
}
