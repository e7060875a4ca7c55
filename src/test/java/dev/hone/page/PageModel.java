package dev.hone.page;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The provider of the page's tests: a real server whose answers a test scripts. */
public class PageModel implements QuarkusTestResourceLifecycleManager {

  private static ScriptedModelServer model;

  @Override
  public Map<String, String> start() {
    model = ScriptedModelServer.start();
    return Map.of(
        "quarkus.langchain4j.openai.base-url", model.baseUri().toString(),
        "quarkus.langchain4j.openai.api-key", "sk-test",
        "hone.models.default.price.prompt", "1000",
        "hone.models.default.price.completion", "2000",
        "hone.sse.heartbeat", "0.5S");
  }

  @Override
  public void stop() {
    model.close();
  }

  /** With nothing scripted and nothing remembered. */
  static ScriptedModelServer fresh() {
    model.reset();
    return model;
  }

  /** Where the page is. */
  static URI server() {
    return URI.create("http://localhost:" + RestAssured.port);
  }

  /** Writers and judges each give their answers in turn, and the last one again and again. */
  static Function<JsonObject, ScriptedAnswer> turns(
      List<ScriptedAnswer> writers, List<ScriptedAnswer> judges) {
    Deque<ScriptedAnswer> written = new ArrayDeque<>(writers);
    Deque<ScriptedAnswer> judged = new ArrayDeque<>(judges);
    return request -> {
      Deque<ScriptedAnswer> mine =
          ScriptedModelServer.text(request).contains("<violation>") ? judged : written;
      synchronized (mine) {
        return mine.size() > 1 ? mine.poll() : mine.peek();
      }
    };
  }

  /** Word by word. */
  static ScriptedAnswer says(String text) {
    return ScriptedAnswer.tokens(words(text));
  }

  static ScriptedAnswer verdict(String reason, String violated) {
    return ScriptedAnswer.stream()
        .text("<reason>")
        .text(words(reason))
        .text("</reason><violation>" + violated + "</violation>")
        .finish("stop")
        .usage(20, 10)
        .done();
  }

  /** Begins, and never ends. */
  static ScriptedAnswer endless(String text) {
    return ScriptedAnswer.stream().text(words(text)).every(Duration.ofMillis(5)).stall();
  }

  private static String[] words(String text) {
    return text.split("(?<= )");
  }
}
