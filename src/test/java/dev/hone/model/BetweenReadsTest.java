package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BetweenReadsTest {

  /** Fewer than what Netty runs without a look at the clock. */
  private static final int TASKS = 50;

  private final VertxInternal vertx =
      (VertxInternal) Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));

  private final ContextInternal here = vertx.createEventLoopContext();
  private final List<String> order = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void aSocketIsReadBeforeAllIsDone() throws Exception {
    NetSocket socket = echo();
    CompletableFuture<Void> done = new CompletableFuture<>();
    here.runOnContext(
        v -> {
          socket.handler(bytes -> order.add("read"));
          socket.write("ping");
          IntStream.range(0, TASKS).forEach(i -> BetweenReads.run(here, () -> work(i, done)));
        });

    done.get(20, TimeUnit.SECONDS);

    assertTrue(order.contains("read"), "all was done before the socket was read: " + order);
  }

  @Test
  void runsInTheOrderOfTheCallsAndWhatATaskAddsBehindThem() throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    here.runOnContext(
        v -> {
          BetweenReads.run(
              here,
              () -> {
                order.add("first");
                BetweenReads.run(here, () -> work(TASKS - 1, done));
              });
          BetweenReads.run(here, () -> order.add("second"));
        });

    done.get(20, TimeUnit.SECONDS);

    assertEquals(List.of("first", "second", String.valueOf(TASKS - 1)), order);
  }

  @Test
  void goesOnAfterATaskThatBreaks() throws Exception {
    CompletableFuture<ContextInternal> ran = new CompletableFuture<>();
    here.exceptionHandler(expected -> order.add(expected.getMessage()));
    here.runOnContext(
        v -> {
          BetweenReads.run(
              here,
              () -> {
                throw new IllegalStateException("broken");
              });
          BetweenReads.run(here, () -> ran.complete(vertx.getContext()));
        });

    assertSame(here, ran.get(20, TimeUnit.SECONDS));
    assertEquals(List.of("broken"), order);
  }

  private void work(int i, CompletableFuture<Void> done) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    order.add(String.valueOf(i));
    if (i == TASKS - 1) {
      done.complete(null);
    }
  }

  /** A connection on the loop to one on another that sends back what it gets. */
  private NetSocket echo() throws Exception {
    CompletableFuture<NetSocket> connected = new CompletableFuture<>();
    vertx
        .createNetServer()
        .connectHandler(other -> other.handler((Buffer bytes) -> other.write(bytes)))
        .listen(0, "localhost")
        .onSuccess(
            server ->
                here.runOnContext(
                    v ->
                        vertx
                            .createNetClient()
                            .connect(server.actualPort(), "localhost")
                            .onSuccess(connected::complete)));
    return connected.get(20, TimeUnit.SECONDS);
  }
}
