package dev.hone.api.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Counts connections as they are accepted, closes those that are too many, and gives each of the
 * rest its {@link Guard}. Quarkus' own limit sees a connection only once it has said something, so
 * silent ones wouldn't count, and nothing of Vert.x' sees one before its first request is whole.
 */
@ApplicationScoped
public class Door {

  private static final Logger LOG = Logger.getLogger(Door.class);
  private static final String NAME = "hone-door";

  /**
   * What the kernel holds for a client. Left alone it grows to megabytes for one who reads nothing,
   * and then says of one who reads slowly that nothing was taken until a third of it is free.
   */
  private static final int SEND_BUFFER = 128 * 1024;

  private final HttpServer server;
  private final VertxInternal vertx;
  private final int most;
  private final Guard.Bounds bounds;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean full = new AtomicBoolean();

  Door(HttpServer server, Vertx vertx, ConnectionLimits limits) {
    this.server = server;
    this.vertx = (VertxInternal) vertx;
    this.most = limits.connections();
    this.bounds = Guard.Bounds.of(limits);
  }

  void stand(@ObservesAsync HttpServerStart started) {
    standAtAll();
  }

  void stand(@ObservesAsync HttpsServerStart started) {
    standAtAll();
  }

  /** How many are open. */
  public int open() {
    return open.get();
  }

  private void standAtAll() {
    for (EventExecutor loop : vertx.getAcceptorEventLoopGroup()) {
      loop.execute(() -> standAt((SingleThreadEventLoop) loop));
    }
  }

  private void standAt(SingleThreadEventLoop acceptor) {
    acceptor
        .registeredChannelsIterator()
        .forEachRemaining(
            channel -> {
              if (channel instanceof ServerChannel && isOurs(channel)) {
                watch(channel);
              }
            });
  }

  private boolean isOurs(Channel listening) {
    return listening.localAddress() instanceof InetSocketAddress address
        && (address.getPort() == server.getPort() || address.getPort() == server.getSecurePort());
  }

  private void watch(Channel listening) {
    if (listening.pipeline().get(NAME) == null) {
      listening.pipeline().addFirst(NAME, new Doorman());
    }
  }

  private final class Doorman extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext listening, Object accepted) {
      Channel connection = (Channel) accepted;
      if (open.incrementAndGet() > most) {
        open.decrementAndGet();
        connection.unsafe().closeForcibly();
        report();
        return;
      }
      connection.closeFuture().addListener(closed -> leave());
      connection.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER);
      connection.pipeline().addLast(new Guard.Traffic(bounds));
      listening.fireChannelRead(connection);
    }

    /** Once for each time that it gets full: there may be thousands a second. */
    private void report() {
      if (full.compareAndSet(false, true)) {
        LOG.warnf("As many connections are open as hone.limits.connections lets in: %d", most);
      }
    }

    private void leave() {
      if (open.decrementAndGet() < most * 9L / 10) {
        full.set(false);
      }
    }
  }
}
