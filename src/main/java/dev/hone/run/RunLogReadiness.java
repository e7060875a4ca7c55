package dev.hone.run;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether runs can be taken. Quarkus' own check tells that Redis answers; this one that the
 * connections which runs are written on are there (again) too, so that a pod that says it is ready
 * doesn't refuse the next run.
 */
@Readiness
@Singleton
class RunLogReadiness implements HealthCheck {

  private final RunLog log;

  RunLogReadiness(RunLog log) {
    this.log = log;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("Run log").status(log.isAvailable()).build();
  }
}
