package dev.hone.process;

import static org.awaitility.Awaitility.await;

import dev.hone.run.RedisServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real nginx before several servers. It sends what one doesn't take to the next. */
final class Nginx implements Server, AutoCloseable {

  private static final Path FOLDERS = Path.of("target", "nginx");

  private static final String CONFIGURATION =
      """
      daemon off;
      worker_processes 1;
      pid FOLDER/pid;
      error_log FOLDER/error.log;
      events { worker_connections 1024; }
      http {
        access_log off;
        client_body_temp_path FOLDER/body;
        proxy_temp_path FOLDER/proxy;
        fastcgi_temp_path FOLDER/fastcgi;
        uwsgi_temp_path FOLDER/uwsgi;
        scgi_temp_path FOLDER/scgi;
        upstream hone { SERVERS }
        server {
          listen 127.0.0.1:PORT;
          location / {
            proxy_pass http://hone;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_buffering off;
            proxy_next_upstream error timeout http_503;
          }
        }
      }
      """;

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Nginx start(HoneProcess... servers) {
    String executable = executable();
    if (executable == null && System.getenv("CI") != null) {
      throw new IllegalStateException("in CI no test is skipped: install nginx");
    }
    Assumptions.assumeTrue(executable != null, "no nginx on the PATH or in /usr/sbin");
    int port = RedisServer.freePort();
    try {
      Path folder =
          Files.createTempDirectory(Files.createDirectories(FOLDERS), "").toAbsolutePath();
      Path file =
          Files.writeString(folder.resolve("nginx.conf"), configuration(folder, port, servers));
      Process process =
          new ProcessBuilder(executable, "-p", folder.toString(), "-c", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.txt").toFile())
              .start();
      await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> accepts(port));
      return new Nginx(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Its worker goes with it. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String configuration(Path folder, int port, HoneProcess... servers) {
    String upstream =
        Arrays.stream(servers)
            .map(server -> "server 127.0.0.1:" + server.port() + " fail_timeout=1s;")
            .collect(Collectors.joining(" "));
    return CONFIGURATION
        .replace("FOLDER", folder.toString())
        .replace("PORT", Integer.toString(port))
        .replace("SERVERS", upstream);
  }

  private static boolean accepts(int port) throws IOException {
    new Socket("127.0.0.1", port).close();
    return true;
  }

  /** {@code null} if there is none. */
  private static String executable() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
  }
}
