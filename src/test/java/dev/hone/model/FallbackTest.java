package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.Models;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FallbackTest.NothingConfigured.class)
class FallbackTest {

  private static final ScriptedModelServer SERVER = ScriptedModelServer.start();

  public static class NothingConfigured implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("OPENAI_API_KEY", "", "OPENAI_BASE_URL", "", "OPENAI_MODEL", "");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(Scripted.class);
    }
  }

  @Alternative
  @ApplicationScoped
  public static class Scripted implements FallbackEndpoint {
    @Override
    public URI baseUri() {
      return SERVER.baseUri();
    }

    @Override
    public List<String> examples() {
      return List.of("Why?");
    }
  }

  @Inject Models models;

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void startsWithoutAKeyAndSaysThatTheFallbackAnswers() {
    assertEquals(
        List.of(new Models.Description("default", true, List.of("Why?"), null)), models.describe());
  }

  @Test
  void asksTheFallback() {
    SERVER.enqueue(ScriptedAnswer.of("Hi"));

    var chunks =
        models.named("default").stream(TestModel.HELLO)
            .collect()
            .asList()
            .await()
            .atMost(TestModel.PATIENCE);

    assertEquals("Hi", TestModel.text(chunks));
  }
}
