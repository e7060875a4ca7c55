package dev.hone.api;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The provider of all tests of the API: a real server whose answers a test scripts. */
public class ModelServer implements QuarkusTestResourceLifecycleManager {

  private static ScriptedModelServer server;

  @Override
  public Map<String, String> start() {
    server = ScriptedModelServer.start();
    return Map.of(
        "quarkus.langchain4j.openai.base-url", server.baseUri().toString(),
        "quarkus.langchain4j.openai.api-key", "sk-test-secret",
        "hone.model.backoff.initial", "0.01S",
        "hone.model.backoff.rate-limited", "0.01S",
        "hone.model.first-token-timeout", "1S",
        "hone.model.idle-timeout", "1S",
        "hone.sse.heartbeat", "0.2S",
        "hone.limits.messages", "20");
  }

  @Override
  public void stop() {
    server.close();
  }

  /** With nothing scripted and nothing remembered. */
  static ScriptedModelServer fresh() {
    server.reset();
    return server;
  }

  /** Requests of judges are told by the protocol that they ask for. */
  static boolean isJudge(JsonObject request) {
    return ScriptedModelServer.text(request).contains("<violation>");
  }

  /** The writer gives each answer once; the judge always finds the same. */
  static Function<JsonObject, ScriptedAnswer> writes(
      List<ScriptedAnswer> answers, ScriptedAnswer judge) {
    java.util.Iterator<ScriptedAnswer> next = answers.iterator();
    return request -> {
      synchronized (next) {
        return isJudge(request) ? judge : next.next();
      }
    };
  }

  static ScriptedAnswer verdict(String reason, String violation) {
    return ScriptedAnswer.tokens(
        "<reason>", reason, "</reason>", "<violation>", violation, "</violation>");
  }

  /** An answer that is not over before its test is. To be made before it is wanted. */
  static ScriptedAnswer endless() {
    String[] tokens = new String[600];
    Arrays.fill(tokens, "tok ");
    return ScriptedAnswer.tokens(tokens).every(Duration.ofMillis(50));
  }
}
