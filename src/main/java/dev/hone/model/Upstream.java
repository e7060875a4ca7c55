package dev.hone.model;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Optional;

/** Where a model's requests go. Thread-safe. */
final class Upstream {

  private final Connections connections;

  /** What each request is a copy of: to read the address anew would cost more than all the rest. */
  private final RequestOptions prepared;

  /**
   * @param connections for its scheme and TLS configuration
   * @param baseUri of the API, such as {@code https://api.openai.com/v1}, with or without a slash
   *     at the end
   * @param apiKey empty where the API needs none
   * @param organization OpenAI's, where an account has several
   * @param userAgent what calls: some hosts refuse requests that don't say it
   * @throws IllegalArgumentException if nothing can be at such an address
   */
  Upstream(
      Connections connections,
      URI baseUri,
      Optional<String> apiKey,
      Optional<String> organization,
      String userAgent) {
    this.connections = connections;
    String base = baseUri.toString();
    this.prepared =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(base + (base.endsWith("/") ? "" : "/") + "chat/completions")
            .setFollowRedirects(false)
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .putHeader(HttpHeaders.ACCEPT, "text/event-stream")
            .putHeader(HttpHeaders.USER_AGENT, userAgent);
    prepared.setServer(address(prepared));
    apiKey.ifPresent(key -> prepared.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key));
    organization.ifPresent(name -> prepared.putHeader("OpenAI-Organization", name));
  }

  private static SocketAddress address(RequestOptions request) {
    try {
      return SocketAddress.inetSocketAddress(request.getPort(), request.getHost());
    } catch (IllegalArgumentException unusable) {
      throw new IllegalArgumentException(
          "its base-url can't be called: " + unusable.getMessage(), unusable);
    }
  }

  Connections connections() {
    return connections;
  }

  /** One request's own, to which more can be added. */
  RequestOptions request() {
    return new RequestOptions(prepared);
  }
}
