package dev.hone.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script of the image has Java keep of a start serves the next one. */
class TrainedStartIT {

  private static final Path APP = Path.of("target", "quarkus-app");
  private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");
  private static final boolean IS_25 = Runtime.version().feature() >= 25;

  @TempDir Path folder;

  @Test
  void theNextStartUsesWhatWasKept() throws Exception {
    Path kept = APP.resolve(IS_25 ? "app.aot" : "app.jsa");
    Path said = folder.resolve("said");
    try {
      Process training =
          process(Path.of("."), said, "src/main/docker/train.sh", APP.toString(), "-Xmx256m");
      assertTrue(training.waitFor(3, TimeUnit.MINUTES));
      assertEquals(0, training.exitValue(), Files.readString(said));
      assertTrue(Files.size(kept) > 1_000_000, "it holds classes");

      List<String> command = new ArrayList<>(List.of(BIN.resolve("java").toString(), "-Xmx256m"));
      command.addAll(
          IS_25
              ? List.of("-XX:AOTMode=on", "-XX:AOTCache=app.aot") // or not at all
              : List.of("-Xshare:on", "-XX:SharedArchiveFile=app.jsa"));
      command.addAll(List.of("-Dquarkus.http.port=0", "-Dhone.run-log.store=memory"));
      command.addAll(List.of("-jar", "quarkus-run.jar"));
      Process next = process(APP, said, command.toArray(String[]::new));
      try {
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> !next.isAlive() || Files.readString(said).contains("Listening on"));
        assertTrue(next.isAlive(), Files.readString(said));
      } finally {
        next.destroy();
        next.waitFor();
      }
    } finally {
      Files.deleteIfExists(kept);
    }
  }

  private static Process process(Path folder, Path output, String... command) throws IOException {
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().merge("PATH", BIN.toString(), (path, bin) -> bin + ":" + path);
    try (ServerSocket free = new ServerSocket(0)) {
      process.environment().put("PORT", String.valueOf(free.getLocalPort()));
    }
    return process.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }
}
