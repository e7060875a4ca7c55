package dev.hone.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Somebody who asks a server, and what they show.
 *
 * @param key {@code null} for nothing
 */
record Someone(HoneProcess server, String key) {

  static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  static final String RUNS = "/v1/refinements";
  static final String QUESTION =
      """
      {"messages": [{"role": "user", "content": "Why is the sky blue?"}],
       "reward": "length_penalty", "max_iterations": 0}
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  HttpResponse<String> ask(String method, String path) {
    return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  /** Starts a run and gives its id. */
  String start() {
    HttpResponse<String> started = post(RUNS, QUESTION);
    if (started.statusCode() != 201) {
      throw new IllegalStateException(started.statusCode() + " " + started.body());
    }
    return json(started).path("id").asText();
  }

  Lines follow(String path) {
    return Lines.of(request(path).header("Accept", "text/event-stream").build());
  }

  Socket connect(String... subprotocols) {
    return Socket.open(this, RUNS + "/ws", subprotocols);
  }

  URI uri(String path) {
    return server.uri(path);
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    return json(answer.body());
  }

  static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
