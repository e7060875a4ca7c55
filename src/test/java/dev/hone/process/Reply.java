package dev.hone.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What came of asking at a door.
 *
 * @param status of the answer; or of the problem that the socket's message, or the batch's line,
 *     was answered by; or the code that the socket was closed with
 * @param headers none where a message of an open socket was answered
 * @param body all of it
 */
record Reply(int status, Optional<HttpHeaders> headers, String body) {

  static Reply of(HttpResponse<String> answer) {
    return new Reply(answer.statusCode(), Optional.of(answer.headers()), answer.body());
  }

  /** Of a batch: of its first line that is refused, if there is one. */
  static Reply ofLines(HttpResponse<String> answer) {
    Reply whole = of(answer);
    return answer.statusCode() != 200
        ? whole
        : answer
            .body()
            .lines()
            .filter(line -> line.contains("\"problem\""))
            .findFirst()
            .map(line -> new Reply(statusIn(line), whole.headers, line))
            .orElse(whole);
  }

  static Reply of(Socket socket) {
    if (socket.status() != 101) {
      return new Reply(socket.status(), Optional.of(socket.headers()), "");
    }
    return socket
        .answer()
        .map(JsonNode::toString)
        .map(said -> new Reply(statusIn(said), Optional.empty(), said))
        .orElseGet(() -> new Reply(socket.awaitClose(), Optional.empty(), ""));
  }

  boolean isAccepted() {
    return status >= 200 && status < 300;
  }

  /** {@code null} if there is none. */
  String header(String name) {
    return headers.flatMap(all -> all.firstValue(name)).orElse(null);
  }

  /** Those that are wrong, or the only one that OpenAI's clients are told. */
  TreeSet<String> fields() {
    JsonNode said = Someone.json(body);
    JsonNode problem = said.path("problem").isMissingNode() ? said : said.path("problem");
    TreeSet<String> fields = new TreeSet<>();
    problem.path("errors").forEach(error -> fields.add(error.path("field").asText()));
    if (said.at("/error/param").isTextual()) {
      fields.add(said.at("/error/param").asText());
    }
    return fields;
  }

  /** 200 where there is no problem. */
  private static int statusIn(String json) {
    return Someone.json(json).at("/problem/status").asInt(200);
  }
}
