package dev.hone.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** What is going on here at the moment, read when somebody asks for the figures. */
@Singleton
final class RunGauges implements MeterBinder {

  private final Runs runs;

  RunGauges(Runs runs) {
    this.runs = runs;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("hone.runs.active", runs::active)
        .description("Runs that are worked on.")
        .register(registry);
    Gauge.builder("hone.runs.queued", runs::queued)
        .description("Runs that wait for a turn.")
        .register(registry);
    Gauge.builder("hone.watchers", runs::watchers)
        .description("Event streams and sockets' followings that are open.")
        .register(registry);
  }
}
