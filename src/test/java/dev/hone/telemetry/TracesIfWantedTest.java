package dev.hone.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracesIfWantedTest {

  private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
  private static final String PROTOCOL = "quarkus.otel.exporter.otlp.protocol";
  private static final String DISABLED = "quarkus.otel.sdk.disabled";
  private static final String STANDARD = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @Test
  void areOffWhereTheEndpointIsOnlyADefault() {
    assertEquals("true", config(Map.of()).getRawValue(DISABLED));
  }

  @Test
  void areOnWhereSomebodyNamesACollector() {
    SmallRyeConfig config = config(Map.of(ENDPOINT, "http://collector:4317"));

    assertEquals("false", config.getRawValue(DISABLED));
    assertEquals("grpc", config.getRawValue(PROTOCOL));
  }

  @Test
  void areOnWhereOnlyTracesHaveOne() {
    Map<String, String> traces =
        Map.of("quarkus.otel.exporter.otlp.traces.endpoint", "http://collector:4317");

    assertEquals("false", config(traces).getRawValue(DISABLED));
  }

  @Test
  void takeOpenTelemetrysOwnVariables() {
    SmallRyeConfig config =
        config(
            Map.of(
                STANDARD,
                "https://collector.example",
                "OTEL_EXPORTER_OTLP_PROTOCOL",
                "http/protobuf",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "x-key=1",
                "OTEL_SERVICE_NAME",
                "hone-blue",
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment=test"));

    assertEquals("false", config.getRawValue(DISABLED));
    assertEquals("https://collector.example", config.getRawValue(ENDPOINT));
    assertEquals("http/protobuf", config.getRawValue(PROTOCOL));
    assertEquals("x-key=1", config.getRawValue("quarkus.otel.exporter.otlp.headers"));
    assertEquals("hone-blue", config.getRawValue("quarkus.otel.service.name"));
    assertEquals(
        "deployment.environment=test", config.getRawValue("quarkus.otel.resource.attributes"));
  }

  @Test
  void speakHttpToThePortThatIsForIt() {
    assertEquals(
        "http/protobuf", config(Map.of(STANDARD, "http://collector:4318")).getRawValue(PROTOCOL));
    assertEquals(
        "http/protobuf", config(Map.of(ENDPOINT, "http://collector:4318/")).getRawValue(PROTOCOL));
    assertEquals(
        "grpc",
        config(Map.of(ENDPOINT, "http://collector:4318", PROTOCOL, "grpc")).getRawValue(PROTOCOL));
  }

  @Test
  void areOffWhereTheVariableIsEmpty() {
    assertEquals("true", config(Map.of(STANDARD, "")).getRawValue(DISABLED));
  }

  @Test
  void leaveTheLastWordToWhoTurnsThemOff() {
    Map<String, String> both = Map.of(STANDARD, "http://collector:4317", DISABLED, "true");

    assertEquals("true", config(both).getRawValue(DISABLED));
  }

  private static SmallRyeConfig config(Map<String, String> said) {
    return new SmallRyeConfigBuilder()
        .withDefaultValue(ENDPOINT, "http://localhost:4317")
        .withDefaultValue(PROTOCOL, "grpc")
        .withDefaultValue(DISABLED, "false")
        .withSources(new PropertiesConfigSource(said, "said", 300))
        .withSources(new TracesIfWanted())
        .build();
  }
}
