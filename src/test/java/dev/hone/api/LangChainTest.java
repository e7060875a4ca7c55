package dev.hone.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** langchain4j's own OpenAI client, with nothing changed but its base URL. */
@QuarkusTest
@WithTestResource(ModelServer.class)
class LangChainTest {

  private static final Pattern ITS_OWN =
      Pattern.compile("(langchain4j|jackson|jtokkit|slf4j-api|jspecify|test-classes).*");

  private ScriptedModelServer model;

  @BeforeEach
  void script() {
    model = ModelServer.fresh();
  }

  @Test
  void readsAnAnswer() throws Exception {
    twoDrafts();

    Map<String, String> answer = talk("whole", "default");

    assertEquals("Good.", answer.get("text"), answer::toString);
    assertTrue(answer.get("thinking").contains("Poor."));
    assertEquals("54", answer.get("tokens"));
    assertEquals("STOP", answer.get("finish"));
  }

  @Test
  void readsAStream() throws Exception {
    twoDrafts();

    Map<String, String> answer = talk("stream", "default");

    assertEquals("Good.", answer.get("streamed"), answer::toString);
    assertEquals("Good.", answer.get("text"));
    assertTrue(answer.get("thinking").contains("Poor."));
    assertEquals("54", answer.get("tokens"));
  }

  @Test
  void cancellingItsStreamClosesTheModels() throws Exception {
    ScriptedAnswer endless = ModelServer.endless();
    model.otherwise(request -> endless);

    talk("leave", "default");

    await().atMost(Duration.ofSeconds(1)).until(() -> model.requests().get(0).isAbandoned());
  }

  @Test
  void raisesWhatItWouldOfOpenAi() throws Exception {
    assertEquals("ModelNotFoundException", talk("whole", "gpt-9").get("error"));
    assertEquals("ModelNotFoundException", talk("stream", "gpt-9").get("error"));
    model.otherwise(request -> ScriptedAnswer.error(401, "invalid_api_key", "no"));
    assertEquals("InternalServerException", talk("whole", "default").get("error"));
    assertNotNull(talk("stream", "default").get("error")); // in a stream it knows no class for it
  }

  private void twoDrafts() {
    model.enqueue(
        ScriptedAnswer.tokens("Poor."),
        ModelServer.verdict("Say more.", "1"),
        ScriptedAnswer.tokens("Good."),
        ModelServer.verdict("Fine.", "none"));
  }

  @SuppressWarnings("unchecked") // it is our own class, loaded a second time
  private static Map<String, String> talk(String how, String model) throws Exception {
    String server = Api.server();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader apart =
        new URLClassLoader(itsOwnJars(), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(apart);
      var talk =
          (BiFunction<String, String, Map<String, String>>)
              apart
                  .loadClass(LangChainTalk.class.getName())
                  .getConstructor(String.class)
                  .newInstance(server + "/v1");
      return talk.apply(how, model);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static URL[] itsOwnJars() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(entry -> ITS_OWN.matcher(Path.of(entry).getFileName().toString()).matches())
        .map(LangChainTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }
}
