package dev.hone.api;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Names in the figures the path of the API that an error was answered on. Quarkus leaves out each
 * that isn't a template, as it must where a caller could make paths up, and what is refused at the
 * door has no template yet. A path that the API hasn't stays without a name.
 */
@Singleton
final class RefusedPaths implements HttpServerMetricsTagsContributor {

  private static final int FIRST_ERROR = 400;

  /** No resource's: it is upgraded. */
  private static final String SOCKET = "/v1/refinements/ws";

  private final AllowedMethods paths;

  RefusedPaths(AllowedMethods paths) {
    this.paths = paths;
  }

  @Override
  public Tags contribute(Context context) {
    return context.response().statusCode() < FIRST_ERROR
        ? Tags.empty()
        : template(context.request().path())
            .map(template -> Tags.of("uri", template))
            .orElseGet(Tags::empty);
  }

  private Optional<String> template(String path) {
    return path.equals(SOCKET) ? Optional.of(SOCKET) : paths.template(path);
  }
}
