package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(LoadTest.Patient.class)
class LoadTest {

  /** A busy machine must not look like a model that stalls. */
  public static class Patient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "hone.model.first-token-timeout", "60S",
          "hone.model.idle-timeout", "60S",
          "quarkus.log.category.\"dev.hone.model\".level", "DEBUG",
          "hone.limits.candidate", "3000000");
    }
  }

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void manyRunsFlatOutOnKeptConnectionsNeitherFailNorAreRetried() throws Exception {
    String[] tokens = IntStream.range(0, 50).mapToObj(i -> "t" + i + " ").toArray(String[]::new);
    model.otherwise(
        request ->
            ModelServer.isJudge(request)
                ? ModelServer.verdict("again", "1")
                : ScriptedAnswer.tokens(tokens));
    long connectionsBefore = model.everConnected();

    ExecutorService clients = Executors.newFixedThreadPool(8);
    List<Future<List<SseClient.Received>>> runs = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      runs.add(
          clients.submit(
              () -> {
                try (SseClient stream =
                    SseClient.post(Api.runs(), Api.ask(", \"max_iterations\": 1"))) {
                  return stream.awaitEnd();
                }
              }));
    }
    for (Future<List<SseClient.Received>> run : runs) {
      List<SseClient.Received> events = run.get();
      SseClient.Received end = events.get(events.size() - 1);
      assertEquals("run.completed", end.name());
      assertEquals(String.join("", tokens), end.text("content"));
    }
    clients.shutdown();

    assertEquals(160 * 4, model.requests().size());
    assertTrue(model.everConnected() - connectionsBefore <= 40, "connections are kept");
  }

  @Test
  void aReaderThatNeverReadsHoldsNobodyUp() throws Exception {
    String[] tokens = new String[20_000];
    Arrays.fill(tokens, "x".repeat(100) + " ");
    model.enqueue(ScriptedAnswer.tokens(tokens), ModelServer.verdict("fine", "none"));
    String run;
    try (Socket deaf = new Socket("localhost", URI.create(Api.server()).getPort())) {
      String body = Api.ask(", \"max_iterations\": 0, \"stream\": true");
      deaf.getOutputStream()
          .write(
              ("POST /v1/refinements HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.UTF_8));
      model.awaitRequest(1);
      run = RestAssured.get(Api.RUNS + "?limit=1").path("data[0].id");

      try (SseClient other = SseClient.get(Api.events(run))) {
        List<SseClient.Received> events = other.awaitEnd();

        SseClient.Received end = events.get(events.size() - 1);
        assertEquals("run.completed", end.name());
        assertEquals(tokens.length * 101, end.text("content").length());
      }
    }
  }
}
