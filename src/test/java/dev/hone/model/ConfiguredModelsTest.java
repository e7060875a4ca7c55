package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Models;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConfiguredModelsTest.TwoModels.class)
class ConfiguredModelsTest {

  private static final ScriptedModelServer SERVER = ScriptedModelServer.start();

  public static class TwoModels implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      String base = "quarkus.langchain4j.openai.";
      Map<String, String> config = new HashMap<>(PRICES);
      config.putAll(models(base));
      return config;
    }

    private static final Map<String, String> PRICES =
        Map.of(
            "hone.models.default.price.prompt", "2.5",
            "hone.models.default.price.completion", "10",
            "hone.models.default.price.cached", "1.25",
            "hone.models.judge.price.prompt", "0.4",
            "hone.models.judge.price.completion", "1.6",
            "hone.models.judge.price.currency", "EUR");

    private static Map<String, String> models(String base) {
      return Map.of(
          "OPENAI_API_KEY",
          "sk-default",
          "OPENAI_BASE_URL",
          SERVER.baseUri().toString(),
          "OPENAI_MODEL",
          "gpt-default",
          base + "judge.chat-model.model-name",
          "o4-mini",
          base + "judge.chat-model.temperature",
          "0.25",
          base + "local.base-url",
          SERVER.baseUri().toString() + "/",
          base + "local.chat-model.model-name",
          "llama",
          "hone.models.judge.token-limit-parameter",
          "max_completion_tokens",
          "hone.models.judge.omit",
          "top_p,seed",
          "hone.models.local.extra-body.top_k",
          "20");
    }
  }

  @Inject Models models;

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void saysWhatAModelCostsWhereThatIsConfigured() {
    assertEquals(
        Arrays.asList(
            new Models.Price(2.5, 10, 1.25, "USD"), new Models.Price(0.4, 1.6, null, "EUR"), null),
        models.describe().stream().map(Models.Description::price).toList());
  }

  @Test
  void namesTheDefaultModelFirst() {
    assertEquals(List.of("default", "judge", "local"), models.names());
  }

  @Test
  void noneOfThemIsTheDemo() {
    assertEquals(
        List.of(false, false, false),
        models.describe().stream().map(Models.Description::demo).toList());
  }

  @Test
  void saysWhichModelsThereAreWhenAskedForAnother() {
    var failure = assertThrows(IllegalArgumentException.class, () -> models.named("gpt-9"));

    assertEquals(
        "there is no model \"gpt-9\"; there are: default, judge, local", failure.getMessage());
  }

  @Test
  void asksANamedModelAsTheDefaultOneIsReachedWithItsOwnSettings() {
    ScriptedModelServer.Received request = ask("judge");

    assertEquals("Bearer sk-default", request.headers().get("authorization"));
    assertTrue(
        request.headers().get("user-agent").matches("hone/\\d+\\.\\d+.*"),
        request.headers().get("user-agent"));
    assertEquals("o4-mini", request.body().getString("model"));
    assertEquals(0.25, request.body().getDouble("temperature"));
  }

  @Test
  void neverSendsTheDefaultKeyToAnotherServer() {
    ScriptedModelServer.Received request = ask("local");

    assertEquals(null, request.headers().get("authorization"));
    assertEquals(20, request.body().getInteger("top_k"));
    assertEquals("/v1/chat/completions", request.headers().get(":path"));
  }

  private ScriptedModelServer.Received ask(String model) {
    SERVER.reset();
    SERVER.enqueue(ScriptedAnswer.of("Hi"));
    models.named(model).stream(TestModel.HELLO)
        .collect()
        .asList()
        .await()
        .atMost(TestModel.PATIENCE);
    return SERVER.requests().get(0);
  }
}
