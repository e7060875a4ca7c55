package dev.hone.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.model.ScriptedAnswer;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tool that can only choose a model chooses how to refine by its name. */
@QuarkusTest
@WithTestResource(ModelServer.class)
@TestProfile(PresetsTest.Two.class)
class PresetsTest {

  public static class Two implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "hone.presets.brief.reward", "{\"name\": \"word_count\", \"params\": {\"max\": 5}}",
          "hone.presets.brief.max-iterations", "2",
          "hone.presets.brief.stop.target-score", "1.0",
          "hone.presets.brief.stop.patience", "2",
          "hone.presets.brief.stop.min-delta", "0.1",
          "hone.presets.brief.stop.deadline", "30S",
          "hone.presets.brief.stop.token-budget", "9000",
          "hone.presets.once.max-iterations", "0",
          "hone.presets.once.reward", "length_penalty",
          "hone.presets.once.judge-model", "default");
    }
  }

  @Inject StartRequests requests;

  @BeforeEach
  void script() {
    ModelServer.fresh().otherwise(request -> ScriptedAnswer.of("One two three."));
  }

  @Test
  void aPresetIsChosenByTheModelsName() {
    String run =
        Chat.post(ask("hone/default:brief", ""))
            .then()
            .statusCode(200)
            .body("model", equalTo("hone/default:brief"))
            .body("hone.stop_reason", equalTo("target_score"))
            .extract()
            .header("Hone-Run");

    Api.get(run)
        .then()
        .body("settings.model", equalTo("default"))
        .body("settings.reward.name", equalTo("word_count"))
        .body("settings.max_iterations", equalTo(2))
        .body("settings.stop.target_score", equalTo(1.0f))
        .body("settings.stop.patience", equalTo(2))
        .body("settings.stop.min_delta", equalTo(0.1f))
        .body("settings.stop.deadline", equalTo("PT30S"))
        .body("settings.stop.token_budget", equalTo(9000));
  }

  @Test
  void whatTheRequestSaysWins() {
    String run =
        Chat.post(
                ask(
                    "hone/default:brief",
                    ", \"hone\": {\"max_iterations\": 0, \"stop\": {\"patience\": 1}}"))
            .then()
            .statusCode(200)
            .extract()
            .header("Hone-Run");

    Api.get(run)
        .then()
        .body("settings.reward.name", equalTo("word_count"))
        .body("settings.max_iterations", equalTo(0))
        .body("settings.stop.patience", equalTo(1))
        .body("settings.stop.target_score", nullValue());
  }

  @Test
  void aModelWithoutAPresetMayHaveThePrefixToo() {
    Chat.post(ask("hone/default", ", \"hone\": {\"max_iterations\": 0, \"reward\": \"rouge\"}"))
        .then()
        .statusCode(400)
        .body("error.param", equalTo("hone.reward"));
    Chat.post(
            ask(
                "hone/default",
                ", \"hone\": {\"max_iterations\": 0, \"reward\": \"length_penalty\"}"))
        .then()
        .statusCode(200)
        .body("model", equalTo("hone/default"));
  }

  @Test
  void everyModelIsListedWithEveryPreset() {
    given()
        .get("/v1/models")
        .then()
        .body("data.id", contains("default", "hone/default:brief", "hone/default:once"))
        .body("data.preset", contains(null, "brief", "once"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "hone/default:brief", "hone%2Fdefault%3Aonce"})
  void aModelIsGotByTheIdThatTheListHas(String id) {
    given()
        .urlEncodingEnabled(false)
        .get("/v1/models/" + id)
        .then()
        .statusCode(200)
        .body("id", equalTo(URLDecoder.decode(id, StandardCharsets.UTF_8)))
        .body("object", equalTo("model"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-9", "hone/default:none", "hone/default", "%20"})
  void aModelThatIsNotListedIsNotThere(String id) {
    given()
        .urlEncodingEnabled(false)
        .get("/v1/models/" + id)
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:hone:problem:model-not-found"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          max-iterations      | 99                   | hone.presets.bad.max-iterations: a number from 0 to 20
          reward              | nonsense             | hone.presets.bad.reward: unknown
          reward              | {"rubrics": []}      | hone.presets.bad.reward: at least one
          judge-model         | gpt-9                | hone.presets.bad.judge-model: one of: default
          stop.patience       | 0                    | hone.presets.bad.stop.patience: a number at least 1
          """)
  void aPresetThatCantBeUsedEndsTheStart(String field, String value, String message) {
    PresetsConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(PresetsConfig.class)
            .withDefaultValue("hone.presets.bad." + field, value)
            .build()
            .getConfigMapping(PresetsConfig.class);

    ConfigurationException unusable =
        assertThrows(
            ConfigurationException.class,
            () -> new Presets(config).check(new StartupEvent(), requests));

    String start = message.substring(0, message.indexOf(": ") + 2);
    assertEquals(start, unusable.getMessage().substring(0, start.length()));
  }

  private static String ask(String model, String more) {
    return "{\"model\": \""
        + model
        + "\", \"messages\": [{\"role\": \"user\", \"content\": \"Count.\"}]"
        + more
        + "}";
  }
}
