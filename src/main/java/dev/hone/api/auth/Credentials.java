package dev.hone.api.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request shows of who sends it. A ticket counts only where it is good for something. */
public sealed interface Credentials {

  /**
   * @param token {@code null} if the request shows nothing
   */
  record Token(String token) implements Credentials {}

  /** In the URL of a run, or of its events. */
  record RunTicket(String ticket, String run) implements Credentials {}

  /**
   * Offered as a subprotocol beside the real one, since a browser can set no other header there.
   */
  record SocketTicket(String ticket) implements Credentials {}

  Credentials NOTHING = new Token(null);

  String SOCKET_PATH = "/v1/refinements/ws";
  String SOCKET_TICKET = "hone.ticket.";

  Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+) *");
  Pattern READS = Pattern.compile("/v1/refinements/([^/]+)(?:/events)?");
  String TICKET = "ticket";

  /**
   * @param path the request's, normalized
   */
  static Credentials of(HttpServerRequest request, String path) {
    String bearer = bearer(request.headers().getAll(HttpHeaders.AUTHORIZATION));
    if (bearer != null) {
      return new Token(bearer);
    }
    if (path.equals(SOCKET_PATH)) {
      return socketTicket(request).<Credentials>map(SocketTicket::new).orElse(NOTHING);
    }
    Matcher run = READS.matcher(path);
    String ticket = request.getParam(TICKET);
    return ticket != null && isRead(request.method()) && run.matches()
        ? new RunTicket(ticket, run.group(1))
        : NOTHING;
  }

  private static boolean isRead(HttpMethod method) {
    return method == HttpMethod.GET || method == HttpMethod.HEAD;
  }

  /** {@code null} where there is none, or more than one. */
  private static String bearer(List<String> headers) {
    Matcher bearer = BEARER.matcher(headers.size() == 1 ? headers.get(0) : "");
    return bearer.matches() ? bearer.group(1) : null;
  }

  private static Optional<String> socketTicket(HttpServerRequest request) {
    return request.headers().getAll("Sec-WebSocket-Protocol").stream()
        .flatMap(offered -> Arrays.stream(offered.split(",")))
        .map(String::strip)
        .filter(offered -> offered.startsWith(SOCKET_TICKET))
        .map(offered -> offered.substring(SOCKET_TICKET.length()))
        .findFirst();
  }
}
