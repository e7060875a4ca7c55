package dev.hone.telemetry;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Leaves tracing off unless somebody names a collector, by Quarkus' property or by OpenTelemetry's
 * own variable, of which Quarkus doesn't know. Its endpoint always has a value, so what counts is
 * whether that is more than the default. Any other source of {@code quarkus.otel.sdk.disabled}
 * wins.
 */
public final class TracesIfWanted implements ConfigSourceFactory {

  private static final int BELOW_ALL_OTHERS = 50;
  private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
  private static final String TRACES_ENDPOINT = "quarkus.otel.exporter.otlp.traces.endpoint";
  private static final String PROTOCOL = "quarkus.otel.exporter.otlp.protocol";

  /** OTLP over HTTP by convention; Quarkus would speak gRPC to it. */
  private static final String HTTP_PORT = ":4318";

  /** OpenTelemetry's variables and what they are called here. */
  private static final Map<String, String> STANDARD =
      Map.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT", ENDPOINT,
          "OTEL_EXPORTER_OTLP_PROTOCOL", PROTOCOL,
          "OTEL_EXPORTER_OTLP_HEADERS", "quarkus.otel.exporter.otlp.headers",
          "OTEL_SERVICE_NAME", "quarkus.otel.service.name",
          "OTEL_RESOURCE_ATTRIBUTES", "quarkus.otel.resource.attributes");

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    Map<String, String> values = new HashMap<>();
    STANDARD.forEach(
        (variable, property) -> {
          String value = said(context, variable);
          if (value != null) {
            values.put(property, value);
          }
        });
    String endpoint = endpoint(context, values);
    if (endpoint != null && endpoint.replaceAll("/+$", "").endsWith(HTTP_PORT)) {
      values.putIfAbsent(PROTOCOL, "http/protobuf");
    }
    values.put("quarkus.otel.sdk.disabled", Boolean.toString(endpoint == null));
    return List.of(new PropertiesConfigSource(values, "traces, if wanted", BELOW_ALL_OTHERS));
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(BELOW_ALL_OTHERS);
  }

  /** {@code null} if nobody named one. */
  private static String endpoint(ConfigSourceContext context, Map<String, String> standard) {
    for (String property : List.of(TRACES_ENDPOINT, ENDPOINT)) {
      String own = said(context, property);
      if (own != null || standard.containsKey(property)) {
        return own != null ? own : standard.get(property);
      }
    }
    return null;
  }

  /** What somebody has set; a default is nobody's word, and neither is an empty value. */
  private static String said(ConfigSourceContext context, String name) {
    ConfigValue value = context.getValue(name);
    boolean said =
        value != null
            && value.getValue() != null
            && !value.getValue().isBlank()
            && value.getConfigSourceOrdinal() > BELOW_ALL_OTHERS;
    return said ? value.getValue().strip() : null;
  }
}
