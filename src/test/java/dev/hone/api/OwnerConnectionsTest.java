package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.api.auth.Admitted;
import dev.hone.api.auth.AuthConfig;
import dev.hone.api.auth.Identity;
import dev.hone.api.connection.ConnectionLimits;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnerConnectionsTest {

  private static final Identity ANN = new Identity.Owner("ann", Instant.MAX);

  private final Vertx vertx = Vertx.vertx();
  private final OwnerConnections connections = one();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void aPlaceIsFreeOnceTheClientLeaves() throws Exception {
    CompletableFuture<Boolean> roomWhileOpen = new CompletableFuture<>();
    CompletableFuture<Boolean> roomAfter = new CompletableFuture<>();
    int port =
        serve(
            request -> {
              OwnerConnections.enter(request);
              request.addEndHandler(
                  gone -> // behind the other end handlers
                  vertx.runOnContext(v -> roomAfter.complete(connections.hasRoom(ANN))));
              roomWhileOpen.complete(connections.hasRoom(ANN));
            });

    try (Socket client = ask(port)) {
      assertFalse(roomWhileOpen.get(20, TimeUnit.SECONDS));
    }

    assertTrue(roomAfter.get(20, TimeUnit.SECONDS));
  }

  @Test
  void whoLeavesBeforeItIsKnownWhoTheyAreTakesNoPlace() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Boolean> room = new CompletableFuture<>();
    int port =
        serve(
            request -> {
              request.addEndHandler(
                  gone ->
                      vertx.runOnContext(
                          known -> {
                            OwnerConnections.enter(request);
                            room.complete(connections.hasRoom(ANN));
                          }));
              asked.complete(null);
            });

    try (Socket client = ask(port)) {
      asked.get(20, TimeUnit.SECONDS);
    }

    assertTrue(room.get(20, TimeUnit.SECONDS));
  }

  private int serve(Handler<RoutingContext> handler) throws Exception {
    Filters filters = new Filters();
    connections.register(filters);
    Router router = Router.router(vertx);
    router.route().handler(filters.getFilters().get(0).getHandler());
    router
        .route()
        .handler(
            request -> {
              Admitted.remember(request, ANN);
              handler.handle(request);
            });
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "localhost")
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS)
        .actualPort();
  }

  private static Socket ask(int port) throws Exception {
    Socket client = new Socket("localhost", port);
    client
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  private static OwnerConnections one() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(ConnectionLimits.class)
            .withMapping(AuthConfig.class)
            .withConverter(Duration.class, 1000, new DurationConverter())
            .withSources(
                new PropertiesConfigSource(
                    Map.of("hone.auth.mode", "api-key", "hone.limits.connections-per-owner", "1"),
                    "test",
                    100))
            .build();
    return new OwnerConnections(
        config.getConfigMapping(ConnectionLimits.class), config.getConfigMapping(AuthConfig.class));
  }
}
