package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.run.Entry;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream of a log that answers on threads of its own, as one in Redis does. */
class EventStreamTest {

  private final CompletableFuture<Thread> connection = new CompletableFuture<>();
  private final CompletableFuture<Thread> written = new CompletableFuture<>();
  private Vertx vertx;
  private HttpServer server;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    Router router = Router.router(vertx);
    router.route().handler(this::answerFromElsewhere);
    server = vertx.createHttpServer().requestHandler(router);
    server.listen(0, "localhost").toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void isWrittenOnTheEventLoopOfItsConnectionWhereverItsLogAnswers() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + server.actualPort()))
                    .timeout(Duration.ofSeconds(10))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertEquals("hello", answer.body());
    assertEquals(connection.join(), written.join());
  }

  private void answerFromElsewhere(RoutingContext request) {
    connection.complete(Thread.currentThread());
    elsewhere()
        .runOnContext(
            turn ->
                EventStream.answer(request, Multi.createFrom().empty(), sse(), new Noting())
                    .subscribe()
                    .with(ended -> {}));
  }

  /** Of the other event loop. */
  private Context elsewhere() {
    Context here = vertx.getOrCreateContext();
    Context next = ((VertxInternal) vertx).createEventLoopContext();
    return loop(next) == loop(here) ? ((VertxInternal) vertx).createEventLoopContext() : next;
  }

  private static Object loop(Context context) {
    return ((io.vertx.core.impl.ContextInternal) context).nettyEventLoop();
  }

  private static ApiConfig.Sse sse() {
    return new ApiConfig.Sse() {
      @Override
      public Duration heartbeat() {
        return Duration.ofMinutes(1);
      }

      @Override
      public Duration retry() {
        return Duration.ofSeconds(1);
      }
    };
  }

  private final class Noting implements StreamForm {

    @Override
    public Buffer opening() {
      written.complete(Thread.currentThread());
      return Buffer.buffer("hello");
    }

    @Override
    public Buffer encode(List<Entry> slice) {
      return Buffer.buffer();
    }
  }
}
