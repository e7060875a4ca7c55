package dev.hone.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as a process of its own, and what the system says about it. */
final class Target implements AutoCloseable {

  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
  private static final Pattern LISTENING = Pattern.compile("Listening on: http://\\S+:(\\d+)");
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final double TICKS = 100;
  private static final int START_MILLIS = 60_000;
  private static final int POLL_MILLIS = 50;

  private final Process process;
  private final int port;

  private Target(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Hone as it is packaged. */
  static Target hone(int heapMegabytes, Map<String, String> settings) throws IOException {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is missing: ./mvnw package makes it");
    }
    List<String> command = java(heapMegabytes);
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-jar", JAR.toString()));
    return start("hone", command);
  }

  /** {@link Bare}, with the same JVM and heap. */
  static Target bare(int heapMegabytes, Script script, int watchers) throws IOException {
    List<String> command = java(heapMegabytes);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Bare.class.getName(),
            "" + script.tokens(),
            "" + script.rate(),
            "" + watchers));
    return start("bare", command);
  }

  private static List<String> java(int heapMegabytes) {
    List<String> command = new ArrayList<>();
    command.add(JAVA.resolve("java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    return command;
  }

  private static Target start(String name, List<String> command) throws IOException {
    Path said = Load.FOLDER.resolve(name + ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    for (int waited = 0; waited < START_MILLIS && process.isAlive(); waited += POLL_MILLIS) {
      Matcher listening = LISTENING.matcher(Files.readString(said));
      if (listening.find()) {
        return new Target(process, Integer.parseInt(listening.group(1)));
      }
      pause(POLL_MILLIS);
    }
    process.destroyForcibly();
    throw new IllegalStateException(name + " doesn't listen: see " + said);
  }

  int port() {
    return port;
  }

  /** Of all its threads, in user and system mode. */
  double cpuSeconds() {
    return cpuSeconds(process.pid());
  }

  static double cpuSeconds(long pid) {
    String stat = read(pid, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  double residentMegabytes() {
    return status("VmRSS:\\s+(\\d+) kB") / 1024.0;
  }

  long threads() {
    return status("Threads:\\s+(\\d+)");
  }

  private long status(String line) {
    Matcher found = Pattern.compile(line).matcher(read(process.pid(), "status"));
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/" + file));
    } catch (IOException e) {
      throw new IllegalStateException("the server is gone, or this is no Linux", e);
    }
  }

  /** What is left of its heap after a full collection. */
  double liveKilobytes() {
    jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("jcmd GC.heap_info says no heap");
    }
    return Double.parseDouble(used.group(1));
  }

  private String jcmd(String what) {
    try {
      Process asked =
          new ProcessBuilder(JAVA.resolve("jcmd").toString(), "" + process.pid(), what)
              .redirectErrorStream(true)
              .start();
      return new String(asked.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("jcmd can't be run: it is a JDK that is needed", e);
    }
  }

  /** For what is measured over a time, and between two looks at another process. */
  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
