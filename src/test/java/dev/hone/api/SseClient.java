package dev.hone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A reader of Server-Sent Events as a browser is one: one connection, events as they come, gone
 * when closed.
 */
final class SseClient implements AutoCloseable {

  /** {@code id} is {@code null} where the event has none. */
  record Received(String id, String name, JsonNode data) {
    long seq() {
      return Long.parseLong(id);
    }

    String text(String field) {
      return data.path(field).asText();
    }
  }

  /** How other protocols end, where JSON is due. */
  private static final String DONE = "[DONE]";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpResponse<InputStream> response;
  private final List<Received> events = new CopyOnWriteArrayList<>();
  private final List<String> otherLines = new CopyOnWriteArrayList<>();
  private volatile boolean ended;
  private volatile String lastData;

  private SseClient(HttpResponse<InputStream> response) {
    this.response = response;
    Thread reader = new Thread(this::read, "sse-client");
    reader.setDaemon(true);
    reader.start();
  }

  static SseClient get(String url, String... headers) {
    return open(request(url, headers).GET().build());
  }

  static SseClient post(String url, String json, String... headers) {
    return open(
        request(url, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private static HttpRequest.Builder request(String url, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream");
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static SseClient open(HttpRequest request) {
    try {
      return new SseClient(HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  int status() {
    return response.statusCode();
  }

  HttpHeaders headers() {
    return response.headers();
  }

  /** Those so far. */
  List<Received> events() {
    return events;
  }

  List<String> names() {
    return events.stream().map(Received::name).toList();
  }

  /** Comments and {@code retry} fields. */
  List<String> otherLines() {
    return otherLines;
  }

  /** The last of all so far, also where it is no JSON. */
  String lastData() {
    return lastData;
  }

  Received await(String name) {
    return await(event -> name.equals(event.name()));
  }

  Received await(Predicate<Received> wanted) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .until(() -> events.stream().anyMatch(wanted));
    return events.stream().filter(wanted).findFirst().orElseThrow();
  }

  /** All events of a stream that the server ended. */
  List<Received> awaitEnd() {
    Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> ended);
    return events;
  }

  String run() {
    return await("run.created").text("run");
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = null;
      String name = null;
      String data = null;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty() && data != null) {
          lastData = data;
          if (!data.equals(DONE)) {
            events.add(new Received(id, name, JSON.readTree(data)));
          }
          id = name = data = null;
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (!line.isEmpty()) {
          otherLines.add(line);
        }
      }
      ended = true;
    } catch (IOException e) {
      // closed by us, or cut by the server: not an end
    }
  }
}
