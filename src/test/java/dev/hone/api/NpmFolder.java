package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder of {@code src/test} that npm runs: copied below {@code target} and installed there as
 * its lock file says. It wants Node 20 or newer and npm; tests without those are skipped, but not
 * in CI.
 */
final class NpmFolder {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path sources;
  private final Path work;

  private NpmFolder(String name) {
    this.sources = Path.of("src/test", name);
    this.work = Path.of("target", name);
  }

  /** Ready to run. */
  static NpmFolder installed(String name) throws Exception {
    String missing = missing();
    if (System.getenv("CI") != null) {
      assertNull(missing, "CI must have what npm needs");
    }
    assumeTrue(missing == null, () -> name + " are not run: " + missing);
    NpmFolder folder = new NpmFolder(name);
    folder.install();
    return folder;
  }

  /** For a file that a command is to read. */
  Path path(String file) {
    return work.resolve(file);
  }

  /** Runs one of its scripts to the end. */
  Process script(Map<String, String> environment, String... script) throws Exception {
    return run(
        environment,
        Stream.concat(Stream.of("npm", "run", "--silent"), Arrays.stream(script))
            .toArray(String[]::new));
  }

  /** All that the last command wrote. */
  String output() {
    try {
      return Files.readString(work.resolve("output.txt"));
    } catch (IOException e) {
      return e.toString();
    }
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
  private void install() throws Exception {
    Files.createDirectories(work);
    Path lock = work.resolve("package-lock.json");
    boolean current =
        Files.exists(work.resolve("node_modules"))
            && Files.exists(lock)
            && Files.mismatch(sources.resolve("package-lock.json"), lock) == -1;
    try (Stream<Path> files = Files.list(sources)) {
      for (Path source : files.toList()) {
        Files.copy(source, work.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!current) {
      Process installed = run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      if (installed.exitValue() != 0) {
        Files.delete(lock);
      }
      assertEquals(0, installed.exitValue(), this::output);
    }
  }

  private Process run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("output.txt").toFile());
    builder.environment().putAll(environment);
    builder.environment().put("NODE_OPTIONS", "");
    Process process = builder.start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    return process;
  }
}
