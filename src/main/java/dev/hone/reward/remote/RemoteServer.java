package dev.hone.reward.remote;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.ThreadLocalRandom;

/** Sends samples to a reward server, and once more where a try failed in passing. */
final class RemoteServer {

  private static final long FIRST_PAUSE_MS = 200;

  private final RemoteConfig config;
  private final Vertx vertx;
  private final HttpClient client;

  RemoteServer(RemoteConfig config, Vertx vertx) {
    this.config = config;
    this.vertx = vertx;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(config.connections())
                .setMaxWaitQueueSize(config.connections())
                .setConnectTimeout((int) config.timeout().toMillis()));
  }

  /** The body of a 200; fails with a {@link RemoteFailure}. Cancelling closes the connection. */
  Uni<Buffer> post(Buffer body) {
    return Uni.createFrom()
        .<Buffer>emitter(
            answer -> {
              Exchange exchange = new Exchange(answer, config, vertx);
              answer.onTermination(exchange::end);
              client.request(request()).onComplete(exchange.opened(body));
            })
        .onFailure(failure -> failure instanceof RemoteFailure remote && remote.isPassing())
        .retry()
        .when(this::pauses);
  }

  private RequestOptions request() {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(config.url().toString())
            .setFollowRedirects(false)
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "application/json");
    config.headers().forEach(request::putHeader);
    return request;
  }

  private Multi<?> pauses(Multi<Throwable> failures) {
    int[] tries = {0};
    return failures
        .onItem()
        .transformToUniAndConcatenate(
            failure ->
                tries[0]++ < config.retries()
                    ? pause(FIRST_PAUSE_MS << (tries[0] - 1))
                    : Uni.createFrom().failure(failure));
  }

  /** Around a time, so that many who failed together don't come back together. */
  private Uni<Long> pause(long aroundMs) {
    long ms = ThreadLocalRandom.current().nextLong(aroundMs / 2, aroundMs * 3 / 2);
    return Uni.createFrom()
        .emitter(
            end -> {
              long timer = vertx.setTimer(ms, end::complete);
              end.onTermination(() -> vertx.cancelTimer(timer));
            });
  }
}
