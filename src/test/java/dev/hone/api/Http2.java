package dev.hone.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client whose requests share one connection of HTTP/2. */
final class Http2 implements AutoCloseable {

  private static final int WINDOW_OF_ALL = 64 * 1024 * 1024;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger opened = new AtomicInteger();
  private final HttpClient client;

  private Http2() {
    URI server = URI.create(Api.server());
    client =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setHttp2ConnectionWindowSize(WINDOW_OF_ALL)
                    .setHttp2MaxPoolSize(1)
                    .setDefaultHost(server.getHost())
                    .setDefaultPort(server.getPort()))
            .withConnectHandler(connection -> opened.incrementAndGet())
            .build();
  }

  static Http2 open() {
    return new Http2();
  }

  /** How many connections it took. */
  int opened() {
    return opened.get();
  }

  /** The head of an answer, whose body waits until it is read. */
  HttpClientResponse get(String path) throws Exception {
    return await(
        client
            .request(HttpMethod.GET, path)
            .compose(request -> request.send())
            .onSuccess(HttpClientResponse::pause));
  }

  /** How an answer ends that is not read. */
  static CompletableFuture<Throwable> end(HttpClientResponse answer) {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    answer.exceptionHandler(end::complete);
    return end;
  }

  static String body(HttpClientResponse answer) throws Exception {
    Future<Buffer> body = answer.body();
    answer.resume();
    return await(body).toString();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    await(vertx.close());
  }
}
