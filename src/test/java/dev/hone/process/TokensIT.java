package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.api.BatchClient;
import dev.hone.api.Samples;
import dev.hone.model.Gate;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The server in mode {@code oidc}, with tokens that are signed here. */
class TokensIT {

  private static final Duration LONG = Duration.ofMinutes(10);

  private static IdentityProvider provider;
  private static ScriptedModelServer model;
  private static HoneProcess server;
  private static Someone alice;

  @BeforeAll
  static void start() {
    provider = IdentityProvider.start();
    model = ScriptedModelServer.start();
    model.otherwise(request -> ScriptedAnswer.stream().text("The ").stall());
    server =
        HoneProcess.start(
            Map.of(
                "hone.run-log.store", "memory",
                "quarkus.langchain4j.openai.base-url", model.baseUri().toString(),
                "quarkus.langchain4j.openai.api-key", "sk-test",
                "hone.auth.mode", "oidc",
                "hone.auth.owner-claim", "account",
                "quarkus.oidc.auth-server-url", provider.url(),
                "quarkus.oidc.token.audience", IdentityProvider.AUDIENCE));
    alice = new Someone(server, token("alice", LONG));
    server.waitForReady();
  }

  @AfterAll
  static void stop() {
    server.close();
    model.close();
    provider.close();
  }

  @Test
  void aRunIsTheClaimsAndOthersDoNotSeeIt() {
    String path = Someone.RUNS + "/" + alice.start();
    Someone aliceAgain = new Someone(server, token("alice", LONG));
    Someone bob = new Someone(server, token("bob", LONG));

    assertEquals(200, aliceAgain.get(path).statusCode());
    assertEquals(404, bob.get(path).statusCode());
  }

  static Stream<Arguments> badTokens() {
    var now = Instant.now();
    return Stream.of(
        Arguments.of("expired", token("alice", Duration.ofMinutes(-5))),
        Arguments.of(
            "of another issuer",
            provider.sign(claims("alice").issuer("https://evil.example"), provider.key())),
        Arguments.of(
            "for another service", provider.sign(claims("alice").audience("mail"), provider.key())),
        Arguments.of(
            "signed by another",
            provider.sign(claims("alice"), IdentityProvider.keyPair().getPrivate())),
        Arguments.of(
            "without the claim", provider.sign(provider.claims("s", LONG), provider.key())),
        Arguments.of("with a claim that is no name", provider.sign(claims("a\nb"), provider.key())),
        Arguments.of("unsigned", unsigned(now)),
        Arguments.of("no token", "garbage"),
        Arguments.of("no token", "a.b.c"));
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void refusesATokenThatIs(String bad, String token) {
    HttpResponse<String> answer = new Someone(server, token).get("/v1/models");

    assertEquals(401, answer.statusCode(), bad);
    assertEquals(
        "Bearer error=\"invalid_token\"",
        answer.headers().firstValue("WWW-Authenticate").orElseThrow());
    assertEquals("urn:hone:problem:unauthorized", Someone.json(answer).path("type").asText());
    assertFalse(provider.asked().contains("/introspect"), provider.asked()::toString);
  }

  @Test
  void nothingIsAnsweredWithoutAToken() {
    Someone nobody = new Someone(server, null);

    HttpResponse<String> answer = nobody.get("/v1/models");

    assertEquals(401, answer.statusCode());
    assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElseThrow());
    assertEquals(401, nobody.connect("hone.v1").status());
    assertEquals(200, nobody.get("/q/health").statusCode());
    assertEquals(200, nobody.get("/").statusCode());
  }

  @Test
  void streamsAndSocketsEndWithTheTokenAndTheRunGoesOn() {
    String run = alice.start();
    Someone brief = new Someone(server, token("alice", Duration.ofSeconds(6)));
    String ticket =
        Someone.json(brief.post(Someone.RUNS + "/ws/tickets", "")).path("ticket").asText();
    Someone nobody = new Someone(server, null);
    String watch = "{\"type\": \"watch\", \"ref\": 1, \"run\": \"" + run + "\"}";

    Lines events = brief.follow(Someone.RUNS + "/" + run + "/events");
    try (Socket socket = brief.connect("hone.v1");
        Socket withTicket = nobody.connect("hone.v1", "hone.ticket." + ticket)) {
      socket.send(watch).await("candidate.delta");
      withTicket.send(watch).await("candidate.delta");
      events.awaitLine("event: candidate.delta");

      assertEquals(1008, socket.awaitClose());
      assertEquals(1008, withTicket.awaitClose());
      events.awaitEnd();
    }
    assertEquals(401, brief.get(Someone.RUNS + "/" + run).statusCode());
    assertEquals(
        "running", Someone.json(alice.get(Someone.RUNS + "/" + run)).path("status").asText());
  }

  @Test
  void soDoStreamsOfOtherKindsAndOpenAisClientsAreToldWhy() {
    String events = Someone.RUNS + "/" + alice.start() + "/events";
    Someone brief = new Someone(server, token("alice", Duration.ofSeconds(6)));
    Lines started = Door.EVENTS.follow(brief, Ask.WHY);
    Lines aiSdk = brief.follow(events + "?format=ai-sdk");
    Lines agUi = brief.follow(events + "?format=ag-ui");
    Lines chat = Door.CHAT_STREAM.follow(brief, Ask.WHY);

    List.of(started, aiSdk, agUi, chat).forEach(each -> assertEquals(200, each.status()));
    List.of(started, chat).forEach(Lines::awaitEnd);
    List.of(aiSdk, agUi).forEach(Lines::awaitCut); // an end would say that the answer is whole

    assertTrue(started.all().contains("event: candidate.delta"), started.all()::toString);
    List<String> told = chat.all().stream().filter(line -> !line.isEmpty()).toList();
    assertTrue(told.get(told.size() - 1).contains("\"invalid_api_key\""), told::toString);
  }

  @Test
  @Timeout(120)
  void aBatchFinishesItsLinesAndSaysFromWhereOnTheTokenWasOver() {
    Gate gate = new Gate();
    model.enqueue(ScriptedAnswer.stream().hold(gate).text("So.").finish("stop").done());
    int before = model.requests().size();
    Someone brief = new Someone(server, token("alice", Duration.ofSeconds(5)));
    try (BatchClient batch =
        BatchClient.open(
            server.uri("/"), Ask.WHY.query(), "Authorization: Bearer " + brief.key())) {
      batch.send(Samples.question("q1"));
      model.awaitRequest(before + 1);
      await().atMost(LONG).until(() -> brief.get("/v1/models").statusCode() == 401);
      gate.open();

      List<JsonNode> lines = batch.rest();
      assertEquals("So.", lines.get(0).at("/output/0/answer/content").asText());
      assertEquals(2, lines.get(1).path("line").asInt());
      assertEquals(401, lines.get(1).at("/problem/status").asInt());
      assertEquals(2, lines.size());
      String more = Samples.question("x".repeat(10_000));
      assertThrows(UncheckedIOException.class, () -> sendFor(batch, more));
    }
  }

  private static void sendFor(BatchClient batch, String line) {
    for (int i = 0; i < 100_000; i++) {
      batch.send(line);
    }
  }

  @Test
  void otherModesAskNoProvider() {
    try (IdentityProvider unused = IdentityProvider.start();
        HoneProcess open =
            HoneProcess.start(
                Map.of(
                    "hone.run-log.store",
                    "memory",
                    "quarkus.oidc.auth-server-url",
                    unused.url()))) {
      open.waitForReady();
      Someone withToken = new Someone(open, unused.token("alice", LONG));

      assertEquals(200, withToken.get("/v1/models").statusCode());
      assertTrue(unused.asked().isEmpty(), unused.asked()::toString);
    }
  }

  @Test
  void whileTheProviderIsAwayTokensCannotBeChecked() {
    IdentityProvider away = IdentityProvider.start();
    String url = away.url();
    String token = away.token("alice", LONG);
    away.close();
    try (HoneProcess waiting =
        HoneProcess.start(
            Map.of(
                "hone.run-log.store", "memory",
                "hone.auth.mode", "oidc",
                "quarkus.oidc.auth-server-url", url))) {
      waiting.waitForReady();
      Someone asks = new Someone(waiting, token);

      HttpResponse<String> answer = asks.get("/v1/models");

      assertEquals(503, answer.statusCode(), answer.body());
      assertTrue(answer.headers().firstValue("Retry-After").isPresent());
      assertFalse(answer.body().contains(url), answer.body());
    }
  }

  private static io.smallrye.jwt.build.JwtClaimsBuilder claims(String account) {
    return provider.claims("subject of " + account, LONG).claim("account", account);
  }

  private static String token(String account, Duration life) {
    return provider.sign(
        provider.claims("subject of " + account, life).claim("account", account), provider.key());
  }

  private static String unsigned(Instant now) {
    String claims =
        "{\"iss\":\"%s\",\"aud\":\"hone\",\"sub\":\"s\",\"account\":\"alice\",\"iat\":%d,\"exp\":%d}"
            .formatted(provider.url(), now.getEpochSecond(), now.getEpochSecond() + 600);
    return base64("{\"alg\":\"none\"}") + "." + base64(claims) + ".";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
