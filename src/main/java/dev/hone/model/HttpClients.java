package dev.hone.model;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Connections for each way to reach an API; they are kept, and shared by its models. */
final class HttpClients {

  private record Way(boolean tls, Optional<String> tlsConfiguration) {}

  /** Calls that one HTTP/2 connection usually carries. */
  private static final int STREAMS_PER_CONNECTION = 100;

  /** Room for as many streams that we have paused, so that they don't block their neighbours. */
  private static final int CONNECTION_WINDOW = 16 * 1024 * 1024;

  private final Vertx vertx;
  private final Duration connectTimeout;
  private final int maxCalls;
  private final TlsConfigurationRegistry tls;
  private final Map<Way, Connections> ways = new HashMap<>();

  HttpClients(Vertx vertx, Duration connectTimeout, int maxCalls, TlsConfigurationRegistry tls) {
    this.vertx = vertx;
    this.connectTimeout = connectTimeout;
    this.maxCalls = maxCalls;
    this.tls = tls;
  }

  /**
   * Those to an address.
   *
   * @throws IllegalArgumentException if it isn't http or https, or the TLS configuration isn't
   *     there
   */
  Connections of(URI uri, Optional<String> tlsConfiguration) {
    boolean secure = "https".equals(uri.getScheme());
    if (uri.getHost() == null || !secure && !"http".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "a model's base URL must begin with http:// or https:// and name a host, not " + uri);
    }
    return ways.computeIfAbsent(
        new Way(secure, secure ? tlsConfiguration : Optional.empty()), this::make);
  }

  void close() {
    ways.values().forEach(Connections::close);
  }

  private Connections make(Way way) {
    HttpClientOptions options = way.tls() ? secureOptions(connectTimeout) : options(connectTimeout);
    if (way.tls()) {
      TlsConfiguration.from(tls, way.tlsConfiguration())
          .ifPresent(configuration -> TlsConfigUtils.configure(options, configuration));
      // After the TLS configuration, which has a default of its own.
      options.setUseAlpn(true);
    }
    return new Connections(vertx, options, pool(maxCalls));
  }

  /** Plain HTTP/1.1. */
  static HttpClientOptions options(Duration connectTimeout) {
    int millis = Math.toIntExact(connectTimeout.toMillis());
    HttpClientOptions options = new HttpClientOptions().setConnectTimeout(millis);
    options.setTracingPolicy(TracingPolicy.IGNORE); // a call has a span of its own that says more
    options.setSslHandshakeTimeout(millis).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    return options;
  }

  /** TLS, and HTTP/2 where the server offers it. */
  static HttpClientOptions secureOptions(Duration connectTimeout) {
    return options(connectTimeout)
        .setUseAlpn(true)
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW);
  }

  static PoolOptions pool(int maxCalls) {
    return new PoolOptions()
        .setHttp1MaxSize(maxCalls)
        .setHttp2MaxSize(Math.max(1, maxCalls / STREAMS_PER_CONNECTION));
  }
}
