package dev.hone.demo;

import dev.hone.model.FallbackEndpoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Serves the demo model on a free loopback port. Starts when its address is first asked for, and
 * only once; closes with the application, after which it starts no more.
 */
@ApplicationScoped
public class DemoServer implements FallbackEndpoint {

  private static final Logger LOG = Logger.getLogger(DemoServer.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final int BIND_SECONDS = 10;

  private final Vertx vertx;
  private final ChatHandler handler;
  private HttpServer server;
  private boolean closed;

  public DemoServer(Vertx vertx, DemoConfig config) {
    this.vertx = vertx;
    this.handler = new ChatHandler(vertx, new Pace(config.tokensPerSecond(), config.firstToken()));
  }

  /**
   * @throws IllegalStateException on an event loop, after {@link #close}, or if no port can be had
   */
  @Override
  public synchronized URI baseUri() {
    if (closed) {
      throw new IllegalStateException("the demo model is closed");
    }
    if (server == null) {
      server = listen();
      LOG.infof("The demo model answers on port %d", server.actualPort());
    }
    return URI.create("http://" + LOOPBACK + ":" + server.actualPort() + "/v1");
  }

  @Override
  public List<String> examples() {
    return DemoQuestions.list();
  }

  /** Stops listening and cuts what is being spoken; may be called twice and without a start. */
  @PreDestroy
  synchronized void close() {
    closed = true;
    if (server != null) {
      await(server.close());
      server = null;
    }
  }

  /** How many answers are being spoken just now. */
  int speaking() {
    return handler.speaking();
  }

  private HttpServer listen() {
    HttpServerOptions options = new HttpServerOptions().setHost(LOOPBACK).setPort(0);
    options.setTracingPolicy(
        TracingPolicy.IGNORE); // a provider that this server sees only from outside
    return await(vertx.createHttpServer(options).requestHandler(handler).listen());
  }

  private static <T> T await(Future<T> future) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("starting or closing the demo model blocks: not here");
    }
    try {
      return future.toCompletionStage().toCompletableFuture().get(BIND_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the demo model started or closed", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the demo model could not start or close", e);
    }
  }
}
