package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Json;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server gets a SIGTERM while runs go on and are watched. */
@Timeout(240)
class DrainIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** What a process takes to go beside all that it waits for; the machine may be busy. */
  private static final Duration EXIT = Duration.ofSeconds(15);

  private static final int SIGTERM = 143;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path folder;

  @Test
  void finishesStepsSendsClientsAwayAndGoesOnAfterTheRestart() throws Exception {
    List<String> runs = new ArrayList<>();
    try (HoneProcess hone = start(Map.of("hone.demo.tokens-per-second", "15"))) {
      for (int i = 0; i < 4; i++) {
        runs.add(run(hone));
      }
      try (RawStream stream = new RawStream(hone, runs.get(0), "");
          RawStream aiSdk = new RawStream(hone, runs.get(2), "?format=ai-sdk")) {
        CompletableFuture<Integer> closed = watch(hone, runs.get(1));
        stream.awaitText("candidate.delta");
        aiSdk.awaitText("reasoning-delta");

        hone.signal("TERM");

        await().atMost(SOON).until(() -> get(hone, "/q/health/ready").statusCode() == 503);
        HttpResponse<String> refused = post(hone);
        assertEquals(503, refused.statusCode());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());
        assertEquals("urn:hone:problem:unavailable", json(refused).path("type").asText());
        assertEquals(200, get(hone, "/v1/refinements/" + runs.get(3)).statusCode());
        stream.awaitEnd();
        assertTrue(stream.text().endsWith("\r\n0\r\n\r\n"), "its last chunk is the empty one");
        assertTrue(stream.lastEvent().matches("(candidate|evaluation)\\.completed"));
        aiSdk.awaitEnd();
        assertTrue(aiSdk.text().endsWith("\n\n\r\n"), "cut after a whole frame");
        assertEquals(1012, closed.get(SOON.toSeconds(), TimeUnit.SECONDS));
      }
      assertEquals(SIGTERM, hone.waitForExit(Duration.ofSeconds(20).plus(EXIT)), hone.output());
      assertFalse(hone.output().contains("ERROR"), hone.output());
    }

    try (HoneProcess hone = start(Map.of("hone.demo.tokens-per-second", "1000")).waitForReady()) {
      for (String run : runs) {
        await().atMost(SOON).until(() -> status(hone, run), status -> status.equals("completed"));
      }
    }
  }

  @Test
  void goesAtOnceWhereNothingRunsThoughClientsAreConnected() throws Exception {
    try (HoneProcess hone = start(Map.of("hone.demo.tokens-per-second", "1000"))) {
      String run = run(hone);
      await().atMost(SOON).until(() -> status(hone, run), status -> status.equals("completed"));
      CompletableFuture<Integer> closed = watch(hone, run);

      hone.signal("TERM");

      assertEquals(SIGTERM, hone.waitForExit(EXIT), hone.output());
      assertEquals(1012, closed.get(1, TimeUnit.SECONDS));
    }
  }

  private HoneProcess start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("hone.run-log.store", "file");
    all.put("hone.run-log.path", folder.toString());
    return HoneProcess.start(all);
  }

  private static String run(HoneProcess hone) {
    HttpResponse<String> answer = post(hone);
    assertEquals(201, answer.statusCode(), answer.body());
    return json(answer).path("id").asText();
  }

  private static String status(HoneProcess hone, String run) {
    return json(get(hone, "/v1/refinements/" + run)).path("status").asText();
  }

  private static HttpResponse<String> post(HoneProcess hone) {
    return send(
        HttpRequest.newBuilder(hone.uri("/v1/refinements"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"messages\": [{\"role\": \"user\","
                        + " \"content\": \"Why is the sky blue?\"}]}")));
  }

  private static HttpResponse<String> get(HoneProcess hone, String path) {
    return send(HttpRequest.newBuilder(hone.uri(path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(
          request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return Json.MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Watches a run over a WebSocket, and returns when it is acknowledged.
   *
   * @return the code that it is closed with
   */
  private static CompletableFuture<Integer> watch(HoneProcess hone, String run) {
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    CompletableFuture<Void> told = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            told.complete(null);
            socket.request(1);
            return null;
          }

          @Override
          public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
          }

          @Override
          public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
          }
        };
    URI uri = URI.create(hone.uri("/v1/refinements/ws").toString().replace("http:", "ws:"));
    WebSocket socket = HTTP.newWebSocketBuilder().buildAsync(uri, listener).join();
    socket.sendText("{\"type\": \"watch\", \"run\": \"" + run + "\"}", true).join();
    told.join();
    return closed;
  }

  /** A run's events, as the very bytes of the answer. */
  private static final class RawStream implements AutoCloseable {

    private final Socket socket;
    private final StringBuffer text = new StringBuffer();
    private volatile boolean ended;

    RawStream(HoneProcess hone, String run, String query) throws IOException {
      socket = new Socket("127.0.0.1", hone.port());
      String request =
          "GET /v1/refinements/" + run + "/events" + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      Thread reader = new Thread(this::read, "stream of " + run);
      reader.setDaemon(true);
      reader.start();
    }

    String text() {
      return text.toString();
    }

    void awaitText(String wanted) {
      await().atMost(SOON).until(() -> text.indexOf(wanted) >= 0);
    }

    /** Until the server closes the connection, which it does after a whole answer only. */
    void awaitEnd() {
      await().atMost(SOON).until(() -> ended);
    }

    String lastEvent() {
      String last = text.substring(text.lastIndexOf("event: ") + "event: ".length());
      return last.substring(0, last.indexOf('\n'));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }

    private void read() {
      try {
        InputStreamReader in =
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
        char[] some = new char[8192];
        for (int length = in.read(some); length >= 0; length = in.read(some)) {
          text.append(some, 0, length);
        }
        ended = true;
      } catch (IOException reset) {
        text.append("(reset)");
      }
    }
  }
}
