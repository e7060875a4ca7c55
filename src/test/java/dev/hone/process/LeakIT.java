package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.api.Collector;
import dev.hone.api.auth.Keys;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import dev.hone.refinement.Json;
import dev.hone.run.RedisServer;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What people show and ask is nowhere but where it belongs: the packaged server says all that it
 * ever says, at DEBUG, and is asked in every way, by good requests and by broken ones.
 */
class LeakIT {

  private static final String KEY = "marker-of-a-key-0123456789";
  private static final String WRONG_KEY = "marker-of-a-wrong-key-0123456789";
  private static final String MODEL_KEY = "sk-marker-of-the-model";
  private static final String PROMPT = "marker-of-a-prompt";
  private static final String ANSWER = "marker-of-an-answer";
  private static final String RUN =
      """
      {"messages": [{"role": "user", "content": "%s"}], "reward": "length_penalty",
       "max_iterations": 0, "metadata": {"note": "%s"}}
      """
          .formatted(PROMPT, PROMPT);

  @Test
  void noKeyTicketOrTextIsInLogsMetricsTracesProblemsOrNamesOfRedisKeys() throws Exception {
    Collector collector = new Collector();
    Collector.clear();
    List<String> problems = new ArrayList<>();
    List<String> views = new ArrayList<>();
    List<String> secrets = new ArrayList<>(List.of(KEY, WRONG_KEY, MODEL_KEY, PROMPT, ANSWER));
    try (ScriptedModelServer model = ScriptedModelServer.start();
        RedisServer redis = RedisServer.start();
        HoneProcess hone = start(model, redis, collector.start())) {
      model.otherwise(
          request ->
              ScriptedModelServer.text(request).contains("refuse")
                  ? ScriptedAnswer.error(400, "bad", "I will not: " + PROMPT + MODEL_KEY)
                  : ScriptedAnswer.of(ANSWER));
      Someone ann = new Someone(hone, KEY);
      Someone thief = new Someone(hone, WRONG_KEY);

      String run = id(ann.post(Someone.RUNS, RUN));
      await().until(() -> ann.get(Someone.RUNS + "/" + run).body().contains("completed"));
      String ticket = ticket(ann, "/" + run + "/tickets");
      String socketTicket = ticket(ann, "/ws/tickets");
      secrets.add(ticket);
      secrets.add(socketTicket);
      String events = Someone.RUNS + "/" + run + "/events";
      assertEquals(200, new Someone(hone, null).get(events + "?ticket=" + ticket).statusCode());
      assertEquals(200, ann.post("/v1/chat/completions", chat(PROMPT)).statusCode());
      assertEquals(
          200,
          Someone.HTTP
              .send(
                  ann.request(Someone.RUNS + "/batch?reward=length_penalty&max_iterations=0")
                      .header("Content-Type", "application/x-ndjson")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              "{\"unique_id\": \"1\", \"input\": [{\"content\": \"%s\"}]}\n%s\n"
                                  .formatted(PROMPT, PROMPT)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode());
      overSocket(hone, "hone.v1", "Bearer " + KEY);
      overSocket(hone, "hone.ticket." + socketTicket, null);

      problems.add(thief.post(Someone.RUNS, RUN).body());
      problems.add(thief.get(events + "?ticket=x" + ticket).body());
      problems.add(
          ann.post(Someone.RUNS, RUN.replace("\"metadata\"", "\"" + PROMPT + "\"")).body());
      problems.add(ann.post(Someone.RUNS, RUN.replace("\"user\"", PROMPT)).body());
      problems.add(ann.post("/v1/chat/completions", chat(PROMPT + " refuse")).body());
      problems.add(halfAnUpgrade(hone));
      for (Door door : Door.values()) {
        problems.add(door.ask(ann, Ask.WHY.with("model", "gone")).body());
      }
      for (JsonNode each : json(ann.get(Someone.RUNS + "?limit=100")).path("data")) {
        views.add(ended(ann, each.path("id").asText()));
      }
      String metrics = ann.get("/q/metrics").body();
      String keys = redis.call("KEYS", "*");
      ann.get("/v1/models?last=1");
      Collector.await(1, LeakIT::isLast);
      String traces = Collector.everything();

      assertTrue(hone.output().contains("DEBUG"), "it says all");
      for (String secret : secrets) {
        assertFalse(metrics.contains(secret), secret);
        assertFalse(keys.contains(secret), secret);
        assertFalse(traces.contains(secret), secret);
        assertEquals(
            List.of(), hone.output().lines().filter(line -> line.contains(secret)).toList());
      }
      secrets.remove(PROMPT); // whose it is may be told
      secrets.addAll(List.of("127.0.0.1", "localhost:", "dev.hone", "java.", "Exception"));
      for (String secret : secrets) {
        problems.forEach(problem -> assertFalse(problem.contains(secret), problem));
        views.stream()
            .filter(view -> !secret.equals(ANSWER))
            .forEach(view -> assertFalse(view.contains(secret), view));
      }
      assertTrue(
          problems.stream().filter(each -> each.contains("urn:hone:problem:model")).count() > 1);
    } finally {
      collector.stop();
    }
  }

  @Test
  void noTokenIsInLogsMetricsOrProblems() {
    try (IdentityProvider provider = IdentityProvider.start();
        HoneProcess hone =
            HoneProcess.start(
                    Map.of(
                        "hone.run-log.store",
                        "memory",
                        "hone.auth.mode",
                        "oidc",
                        "quarkus.oidc.auth-server-url",
                        provider.url(),
                        "quarkus.log.level",
                        "DEBUG"))
                .waitForReady()) {
      List<String> tokens =
          List.of(
              provider.token("ann", Duration.ofMinutes(5)),
              provider.token("ann", Duration.ofMinutes(-5)),
              provider.sign(
                  provider.claims("ann", Duration.ofMinutes(5)),
                  IdentityProvider.keyPair().getPrivate()));
      List<String> said = new ArrayList<>();
      for (String token : tokens) {
        Someone caller = new Someone(hone, token);
        said.add(caller.get("/v1/models").body());
        said.add(caller.post(Someone.RUNS, "{}").body());
        said.add(caller.post("/v1/chat/completions", "{}").body());
        caller.connect("hone.v1").close();
      }
      said.add(new Someone(hone, null).get("/q/metrics").body());

      assertTrue(hone.output().contains("DEBUG"), "it says all");
      for (String token : tokens) {
        for (String part : token.substring(token.indexOf('.') + 1).split("\\.")) {
          assertEquals(
              List.of(), hone.output().lines().filter(line -> line.contains(part)).toList());
          said.forEach(each -> assertFalse(each.contains(part), each));
        }
      }
    }
  }

  /** The run as its owner sees it, once it is over. */
  private static String ended(Someone ann, String run) {
    return await()
        .until(
            () -> ann.get(Someone.RUNS + "/" + run).body(),
            said -> !said.contains("\"running\"") && !said.contains("\"queued\""));
  }

  private static boolean isLast(Span span) {
    return "last=1".equals(Collector.attributes(span).get("url.query"));
  }

  /** With a second model, of which nothing is left but its name. */
  private static HoneProcess start(
      ScriptedModelServer model, RedisServer redis, Map<String, String> traces) {
    Map<String, String> settings = new TreeMap<>(traces);
    settings.put("hone.run-log.store", "redis");
    settings.put("quarkus.redis.hosts", redis.url());
    settings.put("quarkus.langchain4j.openai.base-url", model.baseUri().toString());
    settings.put("quarkus.langchain4j.openai.api-key", MODEL_KEY);
    settings.put("quarkus.langchain4j.openai.gone.base-url", "http://127.0.0.1:1/v1");
    settings.put("quarkus.langchain4j.openai.gone.api-key", MODEL_KEY);
    settings.put("hone.model.retries", "0");
    settings.put("hone.auth.mode", "api-key");
    settings.put("hone.auth.keys", Keys.line("ann", KEY));
    settings.put("hone.auth.ticket-secret", "a secret that is long enough for a test");
    settings.put("quarkus.log.level", "DEBUG");
    return HoneProcess.start(settings).waitForReady();
  }

  private static String chat(String text) {
    return """
        {"model": "default", "messages": [{"role": "user", "content": "%s"}],
         "hone": {"reward": "length_penalty", "max_iterations": 0}}
        """
        .formatted(text);
  }

  private static String ticket(Someone ann, String path) {
    return json(ann.post(Someone.RUNS + path, "")).path("ticket").asText();
  }

  private static String id(HttpResponse<String> started) {
    assertEquals(201, started.statusCode(), started.body());
    return json(started).path("id").asText();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return Json.MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(answer.body(), e);
    }
  }

  private static void overSocket(HoneProcess hone, String protocol, String authorization) {
    URI uri = URI.create(hone.uri(Someone.RUNS + "/ws").toString().replace("http:", "ws:"));
    WebSocket.Builder builder = Someone.HTTP.newWebSocketBuilder();
    if (authorization != null) {
      builder.header("Authorization", authorization);
    }
    String[] more = protocol.equals("hone.v1") ? new String[0] : new String[] {protocol};
    WebSocket socket =
        builder.subprotocols("hone.v1", more).buildAsync(uri, new WebSocket.Listener() {}).join();
    socket
        .sendText("{\"type\": \"steer\", \"run\": \"x\", \"text\": \"" + PROMPT + "\"}", true)
        .join();
    socket.sendText(PROMPT, true).join();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /** An upgrade without what makes it one. */
  private static String halfAnUpgrade(HoneProcess hone) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", hone.port())) {
      String request =
          "GET /v1/refinements/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
              + "Connection: Upgrade, close\r\nAuthorization: Bearer "
              + KEY
              + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(20_000);
      StringBuilder read = new StringBuilder();
      while (read.indexOf("]}") < 0) { // the last field of a problem ends so
        read.append((char) socket.getInputStream().read());
      }
      String answer = read.toString();
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      return answer;
    }
  }
}
