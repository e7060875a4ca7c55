package dev.hone.model;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
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
   */
  Upstream(
      Connections connections,
      URI baseUri,
      Optional<String> apiKey,
      Optional<String> organization) {
    this.connections = connections;
    String base = baseUri.toString();
    this.prepared =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(base + (base.endsWith("/") ? "" : "/") + "chat/completions")
            .setFollowRedirects(false)
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "text/event-stream");
    apiKey.ifPresent(key -> prepared.putHeader("Authorization", "Bearer " + key));
    organization.ifPresent(name -> prepared.putHeader("OpenAI-Organization", name));
  }

  Connections connections() {
    return connections;
  }

  /** One request's own, to which more can be added. */
  RequestOptions request() {
    return new RequestOptions(prepared);
  }
}
