package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written to the console where lines are wanted as JSON, everything that is ever said. */
@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(LogLinesTest.Json.class)
class LogLinesTest {

  public static class Json implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "hone.model.first-token-timeout", "60S", // a busy machine is no model that stalls
          "hone.model.idle-timeout", "60S",
          "quarkus.log.console.json.enabled", "true",
          "quarkus.log.category.\"dev.hone\".level", "TRACE",
          "quarkus.log.category.\"dev.hone\".min-level", "TRACE");
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> written = new CopyOnWriteArrayList<>();
  private final ExtHandler beside = beside(console());
  private ScriptedModelServer model;

  @BeforeEach
  void listen() {
    model = ModelServer.fresh();
    Logger.getLogger("").addHandler(beside);
  }

  @AfterEach
  void stop() {
    Logger.getLogger("").removeHandler(beside);
  }

  @Test
  void aRunIsALineWhenItStartsAndALineWhenItEndsWithItsIdAsAField() throws IOException {
    model.enqueue(ScriptedAnswer.of("It scatters."), ModelServer.verdict("fine", "none"));

    String run = Api.finished(Api.ask(", \"max_iterations\": 0")).path("id");

    await().until(() -> of(run).size() >= 2);
    List<JsonNode> lines = of(run);
    assertEquals(2, lines.size());
    JsonNode started = lines.get(0);
    assertEquals("INFO", started.path("level").asText());
    assertEquals("run started: id=" + run + " attempt=1", started.path("message").asText());
    assertTrue(started.has("timestamp"));
    String ended = lines.get(1).path("message").asText();
    assertTrue(
        ended.matches(
            "run ended: id=" + run + " outcome=completed reason=max_iterations duration_ms=\\d+"),
        ended);
  }

  @Test
  void theLineOfAFailedRunSaysWhyInHonesOwnWords() throws IOException {
    model.enqueue(ScriptedAnswer.error(401, "invalid_api_key", "Is sk-sesame your key?"));

    String run = Api.finished(Api.ask(", \"max_iterations\": 0")).path("id");

    await().until(() -> of(run).size() >= 2);
    String ended = of(run).get(1).path("message").asText();
    assertTrue(
        ended.matches(
            "run ended: id="
                + run
                + " outcome=failed reason=urn:hone:problem:model-failed"
                + " detail=\"The model's provider refuses this server's API key \\(401, invalid_api_key\\).\""
                + " duration_ms=\\d+"),
        ended);
    assertFalse(String.join("\n", written).contains("sesame"));
  }

  @Test
  void linesOfRunsThatGoOnAtOnceHaveTheirOwnIds() throws IOException {
    model.otherwise(request -> ScriptedAnswer.silent());
    List<String> runs = List.of(Api.start(Api.ask("")), Api.start(Api.ask("")));
    runs.forEach(run -> given().delete(Api.RUNS + "/" + run).then().statusCode(202));

    for (String run : runs) {
      await().until(() -> of(run).size() >= 2);
      for (JsonNode line : of(run)) {
        assertTrue(line.path("message").asText().contains("id=" + run), line.toString());
      }
    }
  }

  @Test
  void neverHoldWhatIsAskedAnsweredOrSecretWhateverTheLevel() {
    model.enqueue(
        ScriptedAnswer.error(500, "oops", "What is \"Open sesame?\" to me?"),
        ScriptedAnswer.stream()
            .raw("data: {\"choices\":[{\"delta\":{\"content\":\"Open rye\"}}] oats}\n\n")
            .done(),
        ScriptedAnswer.of("Open barley."),
        ModelServer.verdict("No, wheat.", "none"));
    String run =
        Api.finished(
                Api.ask(", \"max_iterations\": 0, \"metadata\": {\"who\": \"cassim\"}")
                    .replace("Why is the sky blue?", "Open sesame?"))
            .path("id");
    Api.json("{\"text\": \"millet\"}")
        .post(Api.RUNS + "/" + run + "/steering")
        .then()
        .statusCode(409);

    String everything = String.join("\n", written).toLowerCase();
    assertTrue(everything.contains("try 1 failed: 5xx"), "down to the finest level");
    assertTrue(everything.contains("try 2 failed: malformed"), everything);
    for (String secret :
        List.of("sesame", "rye", "oats", "barley", "wheat", "millet", "cassim", "sk-test-secret")) {
      assertFalse(everything.contains(secret), secret);
    }
  }

  /** Lines about a run. */
  private List<JsonNode> of(String run) throws IOException {
    List<JsonNode> lines = new CopyOnWriteArrayList<>();
    for (String line : written) {
      JsonNode json = JSON.readTree(line);
      if (json.at("/mdc/run").asText().equals(run)) {
        lines.add(json);
      }
    }
    return lines;
  }

  private static ConsoleHandler console() {
    return Arrays.stream(InitialConfigurator.DELAYED_HANDLER.getHandlers())
        .filter(ConsoleHandler.class::isInstance)
        .map(ConsoleHandler.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Writes what the console writes, to where it can be read. */
  private ExtHandler beside(ConsoleHandler console) {
    Formatter formatter = console.getFormatter();
    return new ExtHandler() {
      @Override
      protected void doPublish(ExtLogRecord said) {
        written.add(formatter.format(said));
      }
    };
  }
}
