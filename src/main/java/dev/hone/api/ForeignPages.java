package dev.hone.api;

import dev.hone.api.auth.AuthConfig;
import dev.hone.api.auth.HostNames;
import dev.hone.api.connection.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Without authentication the server does what any browser near it is made to ask. So that foreign
 * pages can't make it ask, a request must name the server by a name of its own, which a page on a
 * DNS name that was pointed here doesn't, and one that changes something must not come from another
 * site. With keys or tokens a foreign page has nothing to show, and this is not needed.
 */
@ApplicationScoped
public class ForeignPages {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final Set<String> names;
  private final Origins origins;
  private final ErrorForms forms;
  private final boolean watched;
  private final boolean corsDecides;

  ForeignPages(
      ApiConfig config,
      AuthConfig auth,
      Origins origins,
      ErrorForms forms,
      @ConfigProperty(name = "quarkus.http.cors.enabled", defaultValue = "false") boolean cors) {
    this.names =
        config.hosts().orElse(List.of()).stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.origins = origins;
    this.forms = forms;
    this.watched = auth.mode() == AuthConfig.Mode.NONE;
    this.corsDecides = cors;
  }

  void register(@Observes Filters filters) {
    if (watched) {
      filters.register(this::check, FilterOrder.FOREIGN_PAGES);
    }
  }

  private void check(RoutingContext request) {
    if (!isNamedRightly(request)) {
      Refusal.answer(request, forms, ProblemException.misdirected());
    } else if (isForeignChange(request.request())) {
      Refusal.answer(
          request,
          forms,
          ProblemException.forbidden("Pages of other sites can't change anything here."));
    } else {
      request.next();
    }
  }

  private boolean isNamedRightly(RoutingContext request) {
    String path = request.normalizedPath();
    return path.startsWith("/q/health")
        || askedNames(request.request()).allMatch(name -> mayName(name, path));
  }

  /** What a router says that the server was asked by, and what it was asked by itself. */
  private static Stream<String> askedNames(HttpServerRequest request) {
    HostAndPort said = request.authority();
    HostAndPort real = request.authority(true); // null in HTTP/1, which has the header
    String header = request.getHeader("Host");
    HostAndPort own = header == null ? real : HostAndPort.parseAuthority(header, -1);
    return Stream.of(said, own == null ? said : own).map(name -> name == null ? "" : name.host());
  }

  /**
   * Scrapers ask a pod by its address, as probes do: no page on a name that was pointed here does.
   */
  private boolean mayName(String host, String path) {
    return HostNames.isLoopback(host)
        || names.contains(host.toLowerCase(Locale.ROOT))
        || path.equals("/q/metrics") && HostNames.isAddress(host);
  }

  /** With CORS on, Quarkus refuses what comes from a site that isn't allowed. */
  private boolean isForeignChange(HttpServerRequest request) {
    return !corsDecides && !READS.contains(request.method().name()) && !origins.allow(request);
  }
}
