package dev.hone.run;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import redis.embedded.core.ExecutableProvider;

/** A real Redis of a test's own: from the PATH, else the one that comes in a jar. */
public final class RedisServer implements AutoCloseable {

  private static final String EXECUTABLE = executable();
  private static final Path FOLDERS = Path.of("target", "redis");

  /** Ended with this JVM, should a test not have come to it. */
  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
  }

  private final List<String> command;
  private final int port;
  private Process process;

  private RedisServer(List<String> command, int port) {
    this.command = command;
    this.port = port;
  }

  /** Every event that it acknowledged is on the disk. */
  public static RedisServer start() {
    return start("--appendfsync", "always");
  }

  /** A copy of this one, a little behind. */
  public RedisServer replica() {
    return start("--replicaof", "127.0.0.1", "" + port);
  }

  /** Watches over this one, called {@code hone}, and replaces it by its replica within seconds. */
  public RedisServer sentinel() {
    Path folder = folder();
    int own = freePort();
    List<String> lines =
        List.of(
            "port " + own,
            "bind 127.0.0.1",
            "dir " + folder,
            "sentinel monitor hone 127.0.0.1 " + port + " 1",
            "sentinel down-after-milliseconds hone 1000",
            "sentinel failover-timeout hone 2000");
    try {
      Path file = Files.write(folder.resolve("sentinel.conf"), lines);
      return launched(List.of(EXECUTABLE, file.toString(), "--sentinel"), own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a sentinel: of whoever is the primary. */
  Redis clientOfPrimary(Vertx vertx) {
    return Redis.createClient(
        vertx, options().setType(RedisClientType.SENTINEL).setMasterName("hone"));
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  public Redis client(Vertx vertx) {
    return Redis.createClient(vertx, options());
  }

  private RedisOptions options() {
    return new RedisOptions()
        .setConnectionString(url())
        .setMaxPoolSize(8)
        .setMaxWaitingHandlers(8192);
  }

  private static RedisServer start(String... options) {
    Assumptions.assumeTrue(
        isHere(), "no redis-server on the PATH, and none for this machine in the jar");
    int port = freePort();
    List<String> command = new ArrayList<>(List.of(EXECUTABLE, "--port", "" + port));
    command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder().toString()));
    command.addAll(List.of("--save", "", "--appendonly", "yes"));
    command.addAll(List.of(options));
    return launched(command, port);
  }

  private static RedisServer launched(List<String> command, int port) {
    RedisServer server = new RedisServer(command, port);
    server.launch();
    return server;
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(Files.createDirectories(FOLDERS), "").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one command on a connection of its own and gives what comes back, up to a while. */
  public String call(String... words) {
    try (Socket socket = send(words)) {
      socket.setSoTimeout(5000);
      InputStream in = socket.getInputStream();
      byte[] answer = new byte[1 << 20];
      int length = 0;
      do {
        int more = in.read(answer, length, answer.length - length);
        if (more < 0) {
          break;
        }
        length += more;
      } while (in.available() > 0);
      return new String(answer, 0, length, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it for a while; returns when it is stopped. (A new Redis refuses DEBUG SLEEP.) */
  public void sleep(Duration time) {
    signal("STOP");
    CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> signal("CONT"));
    await().atMost(time).pollInterval(Duration.ofMillis(1)).until(this::isDeaf);
  }

  public void launch() {
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      ALIVE.add(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> call("PING"), "+PONG\r\n"::equals);
  }

  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Ends it as a service is ended. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Redis has not ended");
      }
      ALIVE.remove(process);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  /**
   * @param name {@code STOP} or {@code CONT}
   */
  public void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isDeaf() throws IOException {
    try (Socket socket = send("PING")) {
      socket.setSoTimeout(50);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  private Socket send(String... words) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append("$").append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    OutputStream out = socket.getOutputStream();
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    return socket;
  }

  /**
   * Whether this machine can run one.
   *
   * @throws IllegalStateException if not, where tests must not be skipped
   */
  static boolean isHere() {
    if (EXECUTABLE == null && System.getenv("CI") != null) {
      throw new IllegalStateException("in CI no test is skipped: install redis-server");
    }
    return EXECUTABLE != null;
  }

  private static String executable() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      for (String name : List.of("redis-server", "valkey-server")) {
        if (Files.isExecutable(Path.of(folder, name))) {
          return Path.of(folder, name).toString();
        }
      }
    }
    try {
      return ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** A port that nobody has at the moment. */
  public static int freePort() {
    try (ServerSocket any = new ServerSocket(0)) {
      return any.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
