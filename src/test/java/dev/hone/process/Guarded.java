package dev.hone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.api.BatchClient;
import dev.hone.api.auth.Keys;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The packaged server in one mode, its model, and those who ask it. */
final class Guarded implements AutoCloseable {

  /** To be said where the model is to begin and not to end. */
  static final String STALL = "Take your time.";

  private static final List<String> OWNERS =
      List.of("ann", "bob", "cid", "dan", "eve", "fay", "gus");
  private static final String MODEL_KEY = "sk-of-the-model";
  private static final Duration LONG = Duration.ofMinutes(10);

  /** What nobody is told of: code, traces, and what somebody showed. */
  private static final Pattern SECRETS =
      Pattern.compile("dev\\.hone|java\\.|io\\.|Exception|key-of-|eyJ|" + MODEL_KEY);

  private final Mode mode;
  private final IdentityProvider provider;
  private final ScriptedModelServer model = ScriptedModelServer.start();
  private final HoneProcess server;

  private Guarded(Mode mode, Map<String, String> limits) {
    this.mode = mode;
    this.provider = mode == Mode.OIDC ? IdentityProvider.start() : null;
    model.otherwise(Guarded::answer);
    Map<String, String> settings = new TreeMap<>(limits);
    settings.put("hone.run-log.store", "memory");
    settings.put("quarkus.langchain4j.openai.base-url", model.baseUri().toString());
    settings.put("quarkus.langchain4j.openai.api-key", MODEL_KEY);
    settings.put("hone.auth.mode", mode.setting());
    if (mode == Mode.API_KEY) {
      settings.put(
          "hone.auth.keys",
          OWNERS.stream()
              .map(owner -> Keys.line(owner, "key-of-" + owner))
              .collect(Collectors.joining(",")));
    } else if (mode == Mode.OIDC) {
      settings.put("quarkus.oidc.auth-server-url", provider.url());
      settings.put("quarkus.oidc.token.audience", IdentityProvider.AUDIENCE);
    }
    this.server = HoneProcess.start(settings);
  }

  static Guarded start(Mode mode, Map<String, String> limits) {
    Guarded started = new Guarded(mode, limits);
    started.server.waitForReady();
    return started;
  }

  private static ScriptedAnswer answer(JsonObject request) {
    return ScriptedModelServer.text(request).contains(STALL)
        ? ScriptedAnswer.stream().text("Well ").stall()
        : ScriptedAnswer.of("It scatters.");
  }

  /** As it is at first, whatever a test made of it. */
  ScriptedModelServer model() {
    model.reset();
    return model.otherwise(Guarded::answer);
  }

  HoneProcess server() {
    return server;
  }

  /** With what they are to show; without owners, whoever comes. */
  Someone owner(String name) {
    String key =
        switch (mode) {
          case NONE -> null;
          case API_KEY -> "key-of-" + name;
          case OIDC -> provider.token(name, LONG);
        };
    return new Someone(server, key);
  }

  Someone nobody() {
    return new Someone(server, null);
  }

  /** With what was never good for anything. */
  Someone stranger() {
    return new Someone(server, "key-of-stranger");
  }

  /** What whoever sends the bytes themselves calls the server. */
  String host() {
    return "127.0.0.1:" + server.port();
  }

  void assertAccepted(Reply reply) {
    assertTrue(reply.isAccepted(), reply::toString);
    reply.headers().ifPresent(Guarded::assertGuards);
  }

  /** A batch of an owner's, to be sent line by line. */
  BatchClient batch(Someone who) {
    return BatchClient.open(
        server.uri("/"),
        Ask.WHY.query(),
        who.key() == null ? new String[0] : new String[] {"Authorization: Bearer " + who.key()});
  }

  /** Whoever is refused learns why, and nothing about the server or what was shown to it. */
  void assertRefused(int status, Reply reply) {
    assertEquals(status, reply.status(), reply::toString);
    assertFalse(SECRETS.matcher(reply.body()).find(), reply.body());
    assertFalse(reply.body().contains(":" + model.port()), reply.body());
    reply.headers().ifPresent(Guarded::assertGuards);
  }

  /** What browsers are told about any answer. */
  static void assertGuards(HttpHeaders headers) {
    assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""));
    assertEquals("DENY", headers.firstValue("X-Frame-Options").orElse(""));
    assertEquals("no-referrer", headers.firstValue("Referrer-Policy").orElse(""));
    assertEquals("same-origin", headers.firstValue("Cross-Origin-Opener-Policy").orElse(""));
    assertEquals("same-origin", headers.firstValue("Cross-Origin-Resource-Policy").orElse(""));
  }

  @Override
  public void close() {
    server.close();
    model.close();
    if (provider != null) {
      provider.close();
    }
  }
}
