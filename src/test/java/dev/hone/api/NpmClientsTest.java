package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The clients that JavaScript people have, unchanged: see {@code src/test/clients}. They want Node
 * 20 or newer and npm; without those they are skipped, but not in CI.
 */
@QuarkusTest
@WithTestResource(ModelServer.class)
class NpmClientsTest {

  private static final ScriptedAnswer ENDLESS =
      ScriptedAnswer.tokens(
              IntStream.range(0, 400).mapToObj(number -> number + " ").toArray(String[]::new))
          .every(Duration.ofMillis(50));

  @Test
  void theyAllUnderstandHone() throws Exception {
    NpmFolder clients = NpmFolder.installed("clients");
    ModelServer.fresh().otherwise(NpmClientsTest::answer);

    Process tests =
        clients.script(Map.of("HONE_URL", Api.server(), "HONE_SCRIPTED", "true"), "test");

    assertEquals(0, tests.exitValue(), clients::output);
    assertTrue(clients.output().contains("# fail 0"), clients::output);
  }

  private static ScriptedAnswer answer(JsonObject request) {
    String asked = ScriptedModelServer.text(request);
    if (asked.contains("Never stop.")) {
      return ENDLESS;
    }
    if (asked.contains("Break off.")) {
      return ScriptedAnswer.stream().text("Po").pause(Duration.ofMillis(20)).cut();
    }
    if (ModelServer.isJudge(request)) {
      return asked.contains("A good answer.")
          ? ModelServer.verdict("Fine.", "none")
          : ModelServer.verdict("Say more.", "1");
    }
    return request.getJsonArray("messages").size() == 1
        ? ScriptedAnswer.tokens("A ", "poor ", "answer.")
        : ScriptedAnswer.tokens("A ", "good ", "answer.");
  }
}
