package dev.hone.api;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names in the figures the path of the API that an error was answered on. Quarkus leaves out each
 * that isn't a template, as it must where a caller could make paths up, and what is refused at the
 * door has no template yet. A path that the API hasn't stays without a name.
 */
@Singleton
final class RefusedPaths implements HttpServerMetricsTagsContributor {

  private static final int FIRST_ERROR = 400;
  private static final Set<String> FIXED =
      Set.of(
          "/v1/refinements",
          "/v1/refinements/batch",
          "/v1/refinements/ws",
          "/v1/refinements/ws/tickets",
          "/v1/evaluations",
          "/v1/rewards",
          "/v1/models",
          "/v1/chat/completions");
  private static final Pattern RUN =
      Pattern.compile("/v1/refinements/[^/]+(|/events|/sample|/steering|/accept|/fork|/tickets)");
  private static final Pattern MODEL = Pattern.compile("/v1/models/.+");

  @Override
  public Tags contribute(Context context) {
    if (context.response().statusCode() < FIRST_ERROR) {
      return Tags.empty();
    }
    String template = template(context.request().path());
    return template == null ? Tags.empty() : Tags.of("uri", template);
  }

  /** {@code null} for a path that the API hasn't. */
  static String template(String path) {
    if (FIXED.contains(path)) {
      return path;
    }
    Matcher run = RUN.matcher(path);
    if (run.matches()) {
      return "/v1/refinements/{id}" + run.group(1);
    }
    return MODEL.matcher(path).matches() ? "/v1/models/{model}" : null;
  }
}
