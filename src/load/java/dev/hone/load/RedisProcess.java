package dev.hone.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Redis of this measurement's own, which keeps nothing on the disk. */
final class RedisProcess implements AutoCloseable {

  private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+),.*");
  private static final int TRIES = 100;
  private static final long TRY_MILLIS = 50;

  private final Process process;
  private final int port;

  private RedisProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static RedisProcess start() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(Site.HOST))) {
      port = free.getLocalPort();
    }
    Process process;
    try {
      process =
          new ProcessBuilder("redis-server", "--port", "" + port, "--bind", Site.HOST, "--save", "")
              .redirectErrorStream(true)
              .redirectOutput(Load.FOLDER.resolve("redis.txt").toFile())
              .start();
    } catch (IOException e) {
      throw new IllegalStateException("redis-server is not installed here", e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    RedisProcess redis = new RedisProcess(process, port);
    redis.awaitListening();
    return redis;
  }

  private void awaitListening() throws IOException {
    for (int i = 1; true; i++) {
      try {
        calls();
        return;
      } catch (IOException e) {
        if (i == TRIES) {
          throw e;
        }
        Target.pause(TRY_MILLIS);
      }
    }
  }

  int port() {
    return port;
  }

  double cpuSeconds() {
    return Target.cpuSeconds(process.pid());
  }

  /** How often each command was called, those in scripts too. */
  Map<String, Long> calls() throws IOException {
    Map<String, Long> calls = new TreeMap<>();
    try (Socket socket = new Socket(Site.HOST, port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      socket
          .getOutputStream()
          .write("INFO commandstats\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Matcher command = CALLS.matcher(line);
        if (command.matches()) {
          calls.put(command.group(1), Long.valueOf(command.group(2)));
        }
      }
    }
    return calls;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
