package dev.hone.model;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;

/**
 * Where a model's requests go.
 *
 * @param connections for its scheme and TLS configuration
 * @param baseUri of the API, such as {@code https://api.openai.com/v1}, with or without a slash at
 *     the end
 * @param apiKey empty where the API needs none
 * @param organization OpenAI's, where an account has several
 */
record Upstream(
    Connections connections, URI baseUri, Optional<String> apiKey, Optional<String> organization) {

  RequestOptions request() {
    String base = baseUri.toString();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(base + (base.endsWith("/") ? "" : "/") + "chat/completions")
            .setFollowRedirects(false)
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "text/event-stream");
    apiKey.ifPresent(key -> options.putHeader("Authorization", "Bearer " + key));
    organization.ifPresent(name -> options.putHeader("OpenAI-Organization", name));
    return options;
  }
}
