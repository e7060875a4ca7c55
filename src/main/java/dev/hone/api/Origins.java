package dev.hone.api;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Which pages' requests are as good as the server's own page's. */
@ApplicationScoped
class Origins {

  private final List<String> allowed;

  Origins(ApiConfig config) {
    this.allowed = config.webSocket().origins().orElse(List.of());
  }

  /**
   * No origin (not a browser), the server's own, and those of the configured list, to the letter.
   * The own one is told by host and port: a router may have taken TLS off.
   */
  boolean allow(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    String own = String.valueOf(request.authority());
    return origin == null
        || allowed.contains(origin)
        || origin.equalsIgnoreCase("http://" + own)
        || origin.equalsIgnoreCase("https://" + own);
  }
}
