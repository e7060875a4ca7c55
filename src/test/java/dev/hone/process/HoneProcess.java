package dev.hone.process;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged server as a process of its own, on a free port of this machine, made to be killed.
 * It works in a folder of its own, under {@code target/processes}, where what it said is left in
 * {@code output.txt}. A process that is left at the end of this JVM goes with it.
 */
public final class HoneProcess implements Server, AutoCloseable {

  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final Path FOLDERS = Path.of("target", "processes");
  private static final Pattern LISTENING = Pattern.compile("Listening on: http://\\S+:(\\d+)");
  private static final List<String> QUICK_START =
      List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration AT_ONCE = Duration.ofMillis(20);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final Path folder;
  private final StringBuffer output = new StringBuffer();
  private final Thread reader;

  private HoneProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    this.reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Returns at once; {@link #waitForReady} waits for it.
   *
   * @param settings by their names; without a model the demo answers
   */
  public static HoneProcess start(Map<String, String> settings) {
    return start(settings, QUICK_START);
  }

  /**
   * @param java options of the JVM
   */
  static HoneProcess start(Map<String, String> settings, List<String> java) {
    Map<String, String> all = new TreeMap<>(settings);
    all.putIfAbsent("quarkus.http.host", "127.0.0.1");
    all.putIfAbsent("quarkus.http.port", "0");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    all.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-jar", jar().toString()));
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(FOLDERS), "");
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      ALIVE.add(process);
      return new HoneProcess(process, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar() {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is missing: ./mvnw package makes it");
    }
    return JAR.toAbsolutePath();
  }

  /** Waits until it listens. */
  public int port() {
    await().atMost(START).pollInterval(AT_ONCE).until(() -> saidPort() || !process.isAlive());
    Matcher listening = LISTENING.matcher(output);
    if (!listening.find()) {
      throw new IllegalStateException("it ended instead of listening:\n" + output());
    }
    return Integer.parseInt(listening.group(1));
  }

  @Override
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** Waits until {@code /q/health/ready} is well. */
  public HoneProcess waitForReady() {
    URI ready = uri("/q/health/ready");
    await()
        .atMost(START)
        .pollInterval(AT_ONCE)
        .until(() -> !process.isAlive() || status(ready) == 200);
    if (!process.isAlive()) {
      throw new IllegalStateException("it ended instead of being ready:\n" + output());
    }
    return this;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /**
   * @param name {@code KILL}, {@code STOP}, {@code CONT} or {@code TERM}
   */
  public void signal(String name) {
    try {
      int code = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + code);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @return its exit code
   * @throws IllegalStateException if it hasn't ended by then
   */
  public int waitForExit(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("it has not ended within " + atMost + ":\n" + output());
      }
      reader.join(); // what it said last
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that it wrote so far, errors too. */
  public String output() {
    return output.toString();
  }

  /** Kills it if it is still there. */
  @Override
  public void close() {
    process.toHandle().destroyForcibly(); // unlike the process' own it leaves the output readable
    waitForExit(Duration.ofSeconds(10));
    ALIVE.remove(process);
    try {
      Files.writeString(folder.resolve("output.txt"), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean saidPort() {
    return LISTENING.matcher(output).find();
  }

  /** 0 if there was no answer. */
  private static int status(URI uri) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        output.append(line).append('\n');
      }
    } catch (IOException gone) {
      output.append("(its output broke off: ").append(gone.getMessage()).append(")\n");
    }
  }
}
