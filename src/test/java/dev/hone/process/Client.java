package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Requests to servers in processes of their own. */
final class Client {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String RUNS = "/v1/refinements";

  private Client() {}

  /** Starts a run and gives its id. */
  static String start(Server server, String json) {
    HttpResponse<String> answer = post(server, "", json);
    assertEquals(201, answer.statusCode(), answer.body());
    return id(answer);
  }

  /** Of the run that an answer tells of. */
  static String id(HttpResponse<String> answer) {
    return json(answer).path("id").asText();
  }

  /** Starts a run that is watched by the same request, which goes on until its server is gone. */
  static String startStream(Server server, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(RUNS))
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    CompletableFuture<String> location = new CompletableFuture<>();
    HTTP.sendAsync(
            request,
            head -> {
              location.complete(head.headers().firstValue("Location").orElseThrow());
              return HttpResponse.BodySubscribers.discarding();
            })
        .whenComplete((end, broken) -> location.cancel(false)); // no answer, or it was one
    String path = location.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The same on a WebSocket. */
  static String startOnSocket(Server server, String json) {
    CompletableFuture<String> id = new CompletableFuture<>();
    URI uri = URI.create(server.uri(RUNS + "/ws").toString().replace("http:", "ws:"));
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            if (!id.isDone()) {
              id.complete(json(text.toString()).path("run").asText());
            }
            socket.request(1);
            return null;
          }
        };
    WebSocket socket = HTTP.newWebSocketBuilder().buildAsync(uri, listener).join();
    socket.sendText("{\"type\": \"start\", \"ref\": 1, " + json.strip().substring(1), true).join();
    return id.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** {@code path}: after that of runs. */
  static HttpResponse<String> post(Server server, String path, String json) {
    return send(
        HttpRequest.newBuilder(server.uri(RUNS + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Asks for a run with an {@code Idempotency-Key}, and doesn't wait for the answer. */
  static CompletableFuture<HttpResponse<String>> postOnce(Server server, String key, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(RUNS))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  static HttpResponse<String> delete(Server server, String run) {
    return send(HttpRequest.newBuilder(server.uri(RUNS + "/" + run)).DELETE());
  }

  /** The run as REST tells it. */
  static JsonNode run(Server server, String run) {
    HttpResponse<String> answer = get(server, RUNS + "/" + run);
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer);
  }

  /** Ids of all runs. */
  static List<String> runs(Server server) {
    List<String> ids = new ArrayList<>();
    JsonNode page = json(get(server, RUNS + "?limit=100"));
    page.path("data").forEach(run -> ids.add(run.path("id").asText()));
    while (page.has("next")) {
      page = json(get(server, RUNS + "?limit=100&after=" + page.path("next").asText()));
      page.path("data").forEach(run -> ids.add(run.path("id").asText()));
    }
    return ids;
  }

  static HttpResponse<String> get(Server server, String path) {
    return send(HttpRequest.newBuilder(server.uri(path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return json(answer.body());
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
