package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The clients that JavaScript people have, unchanged: see {@code src/test/clients}. They want Node
 * 20 or newer and npm; without those they are skipped, but not in CI.
 */
@QuarkusTest
@WithTestResource(ModelServer.class)
class NpmClientsTest {

  private static final Path SOURCES = Path.of("src/test/clients");
  private static final Path WORK = Path.of("target/clients");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final ScriptedAnswer ENDLESS =
      ScriptedAnswer.tokens(
              IntStream.range(0, 400).mapToObj(number -> number + " ").toArray(String[]::new))
          .every(Duration.ofMillis(50));

  @Test
  void theyAllUnderstandHone() throws Exception {
    String missing = missing();
    if (System.getenv("CI") != null) {
      assertNull(missing, "CI must have what the npm clients need");
    }
    assumeTrue(missing == null, () -> "npm clients are not tested: " + missing);
    ModelServer.fresh().otherwise(NpmClientsTest::answer);
    install();

    Process tests = run("npm", "test");

    assertEquals(0, tests.exitValue(), () -> output());
    assertTrue(output().contains("# fail 0"), NpmClientsTest::output);
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

  /** What is not there; {@code null} if all is. */
  private static String missing() throws InterruptedException {
    try {
      Process node = new ProcessBuilder("node", "--version").start();
      String version = new String(node.getInputStream().readAllBytes()).strip();
      int major = Integer.parseInt(version.replaceAll("^v|\\..*$", ""));
      if (major < 20) {
        return "node is " + version + ", not 20 or newer";
      }
      return new ProcessBuilder("npm", "--version").start().waitFor() == 0 ? null : "no npm";
    } catch (IOException notFound) {
      return notFound.getMessage();
    }
  }

  /** Afresh only where the lock file has changed, since it takes a while. */
  private static void install() throws Exception {
    Files.createDirectories(WORK);
    Path lock = WORK.resolve("package-lock.json");
    boolean current =
        Files.exists(WORK.resolve("node_modules"))
            && Files.exists(lock)
            && Files.mismatch(SOURCES.resolve("package-lock.json"), lock) == -1;
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        Files.copy(source, WORK.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!current) {
      Process installed = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      if (installed.exitValue() != 0) {
        Files.delete(lock);
      }
      assertEquals(0, installed.exitValue(), NpmClientsTest::output);
    }
  }

  private static Process run(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(WORK.toFile())
            .redirectErrorStream(true)
            .redirectOutput(WORK.resolve("output.txt").toFile());
    builder.environment().put("HONE_URL", Api.server());
    builder.environment().put("HONE_SCRIPTED", "true");
    builder.environment().put("NODE_OPTIONS", "");
    Process process = builder.start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    return process;
  }

  private static String output() {
    try {
      return Files.readString(WORK.resolve("output.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
