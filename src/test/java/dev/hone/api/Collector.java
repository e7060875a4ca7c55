package dev.hone.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;

/** A collector of traces: takes OTLP over HTTP and keeps what it got. */
public class Collector implements QuarkusTestResourceLifecycleManager {

  private static final List<Span> SPANS = new CopyOnWriteArrayList<>();
  private static final List<String> BODIES = new CopyOnWriteArrayList<>();

  private HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
    return Map.of(
        "quarkus.otel.exporter.otlp.endpoint",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "quarkus.otel.exporter.otlp.protocol",
        "http/protobuf",
        "quarkus.otel.bsp.schedule.delay",
        "50ms");
  }

  @Override
  public void stop() {
    server.stop(0);
  }

  public static void clear() {
    SPANS.clear();
    BODIES.clear();
  }

  /** Those so far. */
  static List<Span> spans() {
    return List.copyOf(SPANS);
  }

  /** All that came, as text as far as it is one. */
  public static String everything() {
    return String.join("\n", BODIES);
  }

  /** Waits for so many spans. */
  public static List<Span> await(int count, Predicate<Span> wanted) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> SPANS.stream().filter(wanted).count() >= count);
    return SPANS.stream().filter(wanted).toList();
  }

  /** A span's attributes in the order of the alphabet, as texts and numbers. */
  public static Map<String, Object> attributes(Span span) {
    Map<String, Object> attributes = new TreeMap<>();
    span.getAttributesList().forEach(each -> attributes.put(each.getKey(), plain(each.getValue())));
    return attributes;
  }

  static List<String> events(Span span) {
    return span.getEventsList().stream().map(Span.Event::getName).toList();
  }

  private static Object plain(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case BOOL_VALUE -> value.getBoolValue();
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(Collector::plain).toList();
      default -> value;
    };
  }

  private void take(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] body =
        zipped
            ? new GZIPInputStream(exchange.getRequestBody()).readAllBytes()
            : exchange.getRequestBody().readAllBytes();
    BODIES.add(new String(body, java.nio.charset.StandardCharsets.UTF_8));
    ExportTraceServiceRequest.parseFrom(body)
        .getResourceSpansList()
        .forEach(
            resource ->
                resource.getScopeSpansList().forEach(scope -> SPANS.addAll(scope.getSpansList())));
    byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
