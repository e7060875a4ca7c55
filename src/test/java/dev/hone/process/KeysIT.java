package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.api.auth.Keys;
import dev.hone.api.auth.MadeTickets;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server in mode {@code api-key}, over real sockets. */
class KeysIT {

  private static final String SECRET = "a secret that is long enough for a test";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path folder;

  private static ScriptedModelServer model;
  private static HoneProcess server;
  private static Someone alice;
  private static Someone bob;
  private static Someone nobody;

  @BeforeAll
  static void start() throws IOException {
    model = ScriptedModelServer.start();
    model.otherwise(request -> ScriptedAnswer.stream().text("The ").stall());
    writeKeys(Keys.line("alice", "key-of-alice"), Keys.line("bob", "key-of-bob"));
    server =
        HoneProcess.start(
            Map.of(
                "hone.run-log.store", "memory",
                "quarkus.langchain4j.openai.base-url", model.baseUri().toString(),
                "quarkus.langchain4j.openai.api-key", "sk-test",
                "hone.auth.mode", "api-key",
                "hone.auth.keys", folder.resolve("keys").toString(),
                "hone.auth.keys-reload", "0.1S",
                "hone.auth.ticket-secret", SECRET,
                "quarkus.http.cors.enabled", "true",
                "quarkus.http.cors.origins", "https://app.example"));
    alice = new Someone(server, "key-of-alice");
    bob = new Someone(server, "key-of-bob");
    nobody = new Someone(server, null);
    server.waitForReady();
  }

  @AfterAll
  static void stop() {
    server.close();
    model.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/hone-client.js", "/q/health", "/q/openapi", "/q/metrics"})
  void thePageAndWhatMachinesAskForAreOpen(String path) {
    assertEquals(200, nobody.get(path).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1/refinements",
    "POST,/v1/refinements",
    "GET,/v1/refinements/x",
    "GET,/v1/refinements/x/events",
    "POST,/v1/refinements/x/steering",
    "POST,/v1/refinements/x/tickets",
    "POST,/v1/refinements/ws/tickets",
    "DELETE,/v1/refinements/x",
    "POST,/v1/evaluations",
    "GET,/v1/models",
    "GET,/v1/rewards",
    "POST,/v1/what/will/be",
    "OPTIONS,/v1/models",
    "GET,/v1",
    "GET,//v1/models",
    "GET,/%761/models",
    "GET,/x/../v1/models",
    "GET,/v1;a/models",
    "GET,/v1/models?ticket=a.b",
  })
  void nothingBelowV1IsAnsweredWithoutAKey(String method, String path) {
    assertChallenged(nobody.ask(method, path), "Bearer");
  }

  @Test
  void openAisClientsAreToldInTheirWords() {
    HttpResponse<String> answer = nobody.post("/v1/chat/completions", "{}");

    assertEquals(401, answer.statusCode(), answer.body());
    assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElseThrow());
    assertEquals("invalid_api_key", Someone.json(answer).at("/error/code").asText(), answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"key-of-carol", "key-of-alice2", "KEY-OF-ALICE", "alice", "a.b.c"})
  void anotherKeyIsRefused(String key) {
    assertChallenged(new Someone(server, key).get("/v1/models"), "Bearer error=\"invalid_token\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key-of-alice", "Basic key-of-alice", "Bearer", "Bearer a b"})
  void onlyABearersKeyCounts(String header) {
    assertChallenged(
        Someone.send(nobody.request("/v1/models").header("Authorization", header)), "Bearer");
  }

  @Test
  void twoKeysAreNone() {
    assertChallenged(
        Someone.send(alice.request("/v1/models").header("Authorization", "Bearer key-of-bob")),
        "Bearer");
  }

  @Test
  void anotherOwnersRunIsAsIfThereWereNone() {
    String run = alice.start();
    String none = run.substring(0, run.length() - 4) + "0000";
    List<String> calls =
        List.of(
            "GET ", "GET /events", "POST /steering", "POST /accept", "POST /tickets", "DELETE ");
    for (String call : calls) {
      String method = call.split(" ")[0];
      String rest = call.substring(method.length() + 1);
      HttpResponse<String> hers = ask(bob, method, Someone.RUNS + "/" + run + rest);
      HttpResponse<String> unknown = ask(bob, method, Someone.RUNS + "/" + none + rest);

      assertEquals(404, hers.statusCode(), call);
      assertEquals(unknown.body(), hers.body(), call);
    }
    assertFalse(bob.get(Someone.RUNS).body().contains(run));
    assertTrue(alice.get(Someone.RUNS).body().contains(run));
    assertEquals(200, alice.get(Someone.RUNS + "/" + run).statusCode());
    assertEquals(202, alice.ask("DELETE", Someone.RUNS + "/" + run).statusCode());
  }

  @Test
  void aSocketIsItsOwners() {
    String run = alice.start();
    try (Socket hers = alice.connect("hone.v1");
        Socket his = bob.connect("hone.v1")) {
      his.send("{\"type\": \"watch\", \"ref\": 1, \"run\": \"" + run + "\"}");
      hers.send("{\"type\": \"watch\", \"ref\": 1, \"run\": \"" + run + "\"}");

      assertEquals(404, his.await("error").at("/problem/status").asInt());
      assertEquals(run, hers.await("run.created").path("run").asText());
    }
  }

  @Test
  void aSocketWantsAKeyOrATicketOfItsOwn() {
    String run = alice.start();
    String runs = alice.post(Someone.RUNS + "/" + run + "/tickets", "").body();
    String sockets = alice.post(Someone.RUNS + "/ws/tickets", "").body();
    String ticket = Someone.json(sockets).path("ticket").asText();

    assertEquals(401, nobody.connect("hone.v1").status());
    assertEquals(
        401, nobody.connect("hone.v1", offer(Someone.json(runs).path("ticket").asText())).status());
    assertEquals(401, nobody.connect("hone.v1", offer(ticket + "x")).status());
    assertEquals(401, Socket.open(nobody, Someone.RUNS + "/ws?ticket=" + ticket).status());
    try (Socket socket = nobody.connect("hone.v1", offer(ticket))) {
      assertEquals("hone.v1", socket.subprotocol());
      socket.send("{\"type\": \"watch\", \"ref\": 1, \"run\": \"" + run + "\"}");
      assertEquals(run, socket.await("ack").path("run").asText());
    }
  }

  @Test
  void aSocketsTicketExpires() {
    String old = MadeTickets.forSocket(SECRET, "alice", Duration.ZERO);

    assertEquals(401, nobody.connect("hone.v1", offer(old)).status());
  }

  @Test
  void aRunsTicketReadsThatRunAndDoesNothingElse() {
    String run = alice.start();
    String other = alice.start();
    HttpResponse<String> given = alice.post(Someone.RUNS + "/" + run + "/tickets", "");
    String query = "?ticket=" + Someone.json(given).path("ticket").asText();
    String path = Someone.RUNS + "/" + run;

    assertEquals(201, given.statusCode());
    assertEquals("no-store", given.headers().firstValue("Cache-Control").orElseThrow());
    assertEquals(200, nobody.get(path + query).statusCode());
    Lines events = nobody.follow(path + "/events" + query).awaitLine("event: candidate.delta");
    assertEquals(200, events.status());
    events.leave();

    assertEquals(401, nobody.get(Someone.RUNS + "/" + other + query).statusCode());
    assertEquals(401, nobody.get(Someone.RUNS + "/" + other + "/events" + query).statusCode());
    assertEquals(401, nobody.get(path + "/sample" + query).statusCode());
    assertEquals(401, nobody.get(Someone.RUNS + query).statusCode());
    assertEquals(401, nobody.get("/v1/models" + query).statusCode());
    assertEquals(401, nobody.post(path + "/steering" + query, "{\"text\": \"x\"}").statusCode());
    assertEquals(401, nobody.post(path + "/accept" + query, "{}").statusCode());
    assertEquals(401, nobody.post(path + "/tickets" + query, "").statusCode());
    assertEquals(401, nobody.post(Someone.RUNS + "/ws/tickets" + query, "").statusCode());
    assertEquals(401, nobody.post(Someone.RUNS + query, Someone.QUESTION).statusCode());
    assertEquals(401, nobody.ask("DELETE", path + query).statusCode());
    assertEquals(200, alice.get(path).statusCode());
  }

  @Test
  void aStreamEndsWithTheTicketThatOpenedIt() {
    String run = alice.start();
    String path = Someone.RUNS + "/" + run + "/events?ticket=";
    String ticket = MadeTickets.forRun(SECRET, run, Duration.ofSeconds(4));

    Lines events = nobody.follow(path + ticket).awaitLine("event: candidate.delta");
    events.awaitEnd();

    assertEquals(401, nobody.get(path + ticket).statusCode());
    assertEquals(
        "running", Someone.json(alice.get(Someone.RUNS + "/" + run)).path("status").asText());
  }

  @Test
  void pipelinedRequestsKeepTheirCallersApart() throws IOException {
    String run = alice.start();
    String requests =
        request("GET", "/v1/refinements/" + run, "key-of-alice", "")
            + request("GET", "/v1/refinements/" + run, "key-of-bob", "")
            + request("GET", "/v1/refinements/" + run, null, "")
            + request("GET", "/v1/refinements/" + run, "key-of-alice", "Connection: close\r\n");

    assertEquals(List.of("200", "404", "401", "200"), statuses(exchange(requests)));
  }

  @Test
  void aRefusedBodyIsDroppedAndTheConnectionGoesOn() throws IOException {
    String body = "x".repeat(300_000);
    String requests =
        request("POST", "/v1/refinements", null, "Content-Length: 300000\r\n")
            + body
            + request("GET", "/v1/models", "key-of-alice", "Connection: close\r\n");

    assertEquals(List.of("401", "200"), statuses(exchange(requests)));
  }

  @Test
  void keysAreChangedWithoutARestart() throws IOException {
    Someone carol = new Someone(server, "key-of-carol-7");
    assertEquals(401, carol.get("/v1/models").statusCode());

    writeKeys(
        Keys.line("alice", "key-of-alice"),
        Keys.line("bob", "key-of-bob"),
        Keys.line("carol", "key-of-carol-7"));
    await().atMost(SOON).until(() -> carol.get("/v1/models").statusCode() == 200);

    writeKeys(Keys.line("alice", "key-of-alice"), Keys.line("bob", "key-of-bob"));
    await().atMost(SOON).until(() -> carol.get("/v1/models").statusCode() == 401);
    assertEquals(200, alice.get("/v1/models").statusCode());
  }

  /** What the README says, word for word. */
  @Test
  void theReadmesCommandMakesAKey() throws Exception {
    Matcher command =
        Pattern.compile("(?m)^key=.*sha256sum.*$").matcher(Files.readString(Path.of("README.md")));
    assertTrue(command.find());
    Process shell = new ProcessBuilder("sh", "-c", command.group()).start();
    List<String> said =
        new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    Someone made = new Someone(server, said.get(0));

    writeKeys(Keys.line("alice", "key-of-alice"), Keys.line("bob", "key-of-bob"), said.get(1));

    await().atMost(SOON).until(() -> made.get("/v1/models").statusCode() == 200);
  }

  @Test
  void anAllowedSiteMayAskAndAnotherMayNot() {
    HttpResponse<String> allowed = preflight("https://app.example");
    HttpResponse<String> foreign = preflight("https://evil.example");
    HttpResponse<String> refused =
        Someone.send(nobody.request("/v1/models").header("Origin", "https://app.example"));

    assertEquals("https://app.example", allowedOrigin(allowed));
    assertEquals(200, allowed.statusCode());
    assertEquals("", allowedOrigin(foreign));
    assertEquals(401, refused.statusCode());
    assertEquals("https://app.example", allowedOrigin(refused));
  }

  private static HttpResponse<String> preflight(String origin) {
    return Someone.send(
        nobody
            .request("/v1/models")
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "GET")
            .header("Access-Control-Request-Headers", "authorization")
            .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody()));
  }

  private static String allowedOrigin(HttpResponse<String> answer) {
    return answer.headers().firstValue("Access-Control-Allow-Origin").orElse("");
  }

  private static HttpResponse<String> ask(Someone who, String method, String path) {
    return method.equals("POST")
        ? who.post(path, path.endsWith("steering") ? "{\"text\": \"Shorter.\"}" : "{}")
        : who.ask(method, path);
  }

  private static void assertChallenged(HttpResponse<String> answer, String challenge) {
    assertEquals(401, answer.statusCode(), answer.body());
    assertEquals(challenge, answer.headers().firstValue("WWW-Authenticate").orElseThrow());
    assertTrue(
        answer
            .headers()
            .firstValue("Content-Type")
            .orElseThrow()
            .startsWith("application/problem+json"));
    assertEquals(
        "urn:hone:problem:unauthorized", Someone.json(answer).path("type").asText(), answer.body());
  }

  private static String offer(String ticket) {
    return "hone.ticket." + ticket;
  }

  private static String request(String method, String path, String key, String headers) {
    return "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%s\r\n"
        .formatted(
            method, path, key == null ? "" : "Authorization: Bearer " + key + "\r\n", headers);
  }

  private static String exchange(String requests) throws IOException {
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> statuses(String answers) {
    return Pattern.compile("HTTP/1\\.1 (\\d{3}) ")
        .matcher(answers)
        .results()
        .map(status -> status.group(1))
        .toList();
  }

  /** In one step, as a mounted secret changes. */
  private static void writeKeys(String... lines) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), String.join("\n", lines));
    Files.move(next, folder.resolve("keys"), StandardCopyOption.ATOMIC_MOVE);
  }
}
