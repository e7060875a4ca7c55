package dev.hone.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where spans begin. Where no traces are wanted they are invalid, are sent nowhere and cost
 * nothing. Thread-safe.
 */
@Singleton
public final class Traces {

  /** None are wanted. */
  public static final Traces OFF = new Traces(OpenTelemetry.noop());

  private final Tracer tracer;

  /** With the disabled SDK of Quarkus spans would still be made, and their ids handed on. */
  @Inject
  Traces(OpenTelemetry sdk, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
    this(disabled ? OpenTelemetry.noop() : sdk);
  }

  private Traces(OpenTelemetry telemetry) {
    tracer = telemetry.getTracer("dev.hone");
  }

  public SpanBuilder span(String name) {
    return tracer.spanBuilder(name);
  }

  /**
   * Tells another server of the trace that it works for: its id and no more, so no baggage. Nothing
   * where there is none.
   *
   * @param header takes a name and a value
   */
  public static void carry(Context context, BiConsumer<String, String> header) {
    W3CTraceContextPropagator.getInstance()
        .inject(context, header, (to, name, value) -> to.accept(name, value));
  }
}
