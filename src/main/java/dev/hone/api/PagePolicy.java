package dev.hone.api;

import dev.hone.api.connection.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the page may do, beside {@link SecurityHeaders}: run and load only what this server sends,
 * talk to nobody else, and be in no other page's frame. Whatever a model writes, it can't become
 * code.
 */
@ApplicationScoped
public class PagePolicy {

  private static final List<String> NOT_THE_PAGE = List.of("/v1/", "/q/");
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private final String policy = policy(page());

  void register(@Observes Filters filters) {
    filters.register(this::add, FilterOrder.PAGE_POLICY);
  }

  private void add(RoutingContext request) {
    if (NOT_THE_PAGE.stream().noneMatch(request.normalizedPath()::startsWith)) {
      request.response().putHeader("Content-Security-Policy", policy);
    }
    request.next();
  }

  /** The one script that stands in the page itself, its import map, is allowed by its hash. */
  private static String policy(String page) {
    Matcher importMap = IMPORT_MAP.matcher(page);
    if (!importMap.find()) {
      throw new IllegalStateException("index.html has no import map");
    }
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self' 'sha256-" + sha256(importMap.group(1)) + "'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'");
  }

  /** With line ends as a browser reads them. */
  private static String page() {
    try (InputStream html =
        PagePolicy.class.getResourceAsStream("/META-INF/resources/index.html")) {
      return new String(html.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
