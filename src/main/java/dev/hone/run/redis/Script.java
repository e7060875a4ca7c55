package dev.hone.run.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A script that Redis runs as one step: by its hash, and in full where Redis doesn't know it. */
final class Script {

  static final Script CREATE = new Script("create");
  static final Script APPEND = new Script("append");
  static final Script RENEW = new Script("renew");
  static final Script RELEASE = new Script("release");
  static final Script CLAIM = new Script("claim");
  static final Script COUNT = new Script("count");
  static final Script ERASE = new Script("erase");

  private final String source;
  private final String hash;

  private Script(String name) {
    source = read("/redis/" + name + ".lua");
    hash = sha1(source);
  }

  Future<Response> run(Link link, List<String> keys, List<String> args) {
    return link.call(request(Command.EVALSHA, hash, keys, args))
        .recover(
            failure ->
                ServerError.is(failure, "NOSCRIPT")
                    ? link.call(request(Command.EVAL, source, keys, args))
                    : Future.failedFuture(failure));
  }

  private static Request request(
      Command command, String script, List<String> keys, List<String> args) {
    Request request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    args.forEach(request::arg);
    return request;
  }

  private static String read(String resource) {
    try (InputStream in = Script.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
