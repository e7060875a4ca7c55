package dev.hone.model;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.VertxInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connections to APIs, those of each event loop in a pool of their own, so that what a model says
 * comes on the loop of the call that it is for. One pool for all gives a call the connection that
 * was used last, of whatever loop: then each chunk goes from loop to loop, and wakes both.
 *
 * <p>Thread-safe. The bound of the pool holds for each loop; how many calls there are at once over
 * all is {@link CallPool}'s to bound.
 */
final class Connections {

  private final VertxInternal vertx;
  private final HttpClientOptions options;
  private final PoolOptions pool;
  private final Map<EventLoop, HttpClient> clients = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Connections(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
    this.vertx = (VertxInternal) vertx;
    this.options = options;
    this.pool = pool;
  }

  /**
   * The client of the event loop that it is called on.
   *
   * @throws IllegalStateException once closed
   */
  HttpClient here() {
    if (closed) {
      throw new IllegalStateException("The connections are closed");
    }
    return clients.computeIfAbsent(
        vertx.getContext().nettyEventLoop(), loop -> vertx.createHttpClient(options, pool));
  }

  /** Closes all connections, whatever they carry. */
  void close() {
    closed = true;
    clients.values().forEach(HttpClient::close);
  }
}
