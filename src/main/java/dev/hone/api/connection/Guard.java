package dev.hone.api.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Watches one connection's time: closes it where headers take too long, where no request is under
 * way for too long, and where its client takes nothing of what waits for it. While a request is
 * under way (a stream, a WebSocket too) only the last of these counts. All on its event loop.
 */
public final class Guard {

  private static final AttributeKey<Guard> KEY = AttributeKey.valueOf("hone.guard");

  /** How exact the bounds are. */
  private static final int LOOKS_WITHIN_A_BOUND = 4;

  private final Channel channel;
  private final Bounds bounds;
  private final Unread unread;
  private final ScheduledFuture<?> looking;
  private int requests;
  private long idleSince = System.nanoTime();
  private long lastRead = idleSince;
  private long firstByte;
  private boolean begun;

  private Guard(Channel channel, Bounds bounds) {
    this.channel = channel;
    this.bounds = bounds;
    this.unread = new Unread(channel, bounds.stall());
    long pause = bounds.shortest() / LOOKS_WITHIN_A_BOUND;
    this.looking =
        channel.eventLoop().scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.NANOSECONDS);
    channel.closeFuture().addListener(closed -> looking.cancel(false));
  }

  /** In nanoseconds. */
  record Bounds(long headers, long idle, long stall) {

    static Bounds of(ConnectionLimits limits) {
      return new Bounds(
          limits.headerTimeout().toNanos(),
          limits.idleTimeout().toNanos(),
          limits.stallTimeout().toNanos());
    }

    long shortest() {
      return Math.min(headers, Math.min(idle, stall));
    }
  }

  /**
   * The guard of a request's connection.
   *
   * @return empty for one that was accepted before the {@link Door} stood
   */
  public static Optional<Guard> of(HttpServerRequest request) {
    return Optional.ofNullable(channel(request).attr(KEY).get());
  }

  static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  /** A request's headers are whole. */
  void began() {
    requests++;
    begun = false;
  }

  /** It is answered, or gone. */
  void ended() {
    requests--;
    idleSince = System.nanoTime();
  }

  /** How long the client has sent nothing, though it could have. */
  public Duration silence() {
    boolean held = !channel.config().isAutoRead(); // we read nothing at the moment
    return held ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastRead);
  }

  private void read() {
    lastRead = System.nanoTime();
    if (requests == 0 && !begun) {
      begun = true;
      firstByte = lastRead;
    }
  }

  private void look() {
    long now = System.nanoTime();
    if (unread.isStalled(now)) {
      cut();
    } else if (requests == 0 && unread.isEmpty() && (isIdle(now) || isSlow(now))) {
      channel.close(); // which would wait for what is unread
    }
  }

  private boolean isIdle(long now) {
    return now - idleSince >= bounds.idle();
  }

  /** An HTTP/2 connection speaks without a request, too: there the bound for idle ones counts. */
  private boolean isSlow(long now) {
    return begun
        && now - firstByte >= bounds.headers()
        && channel.pipeline().get(Http2ConnectionHandler.class) == null;
  }

  /** What waits is dropped, here and in the kernel: nobody takes it. */
  void cut() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.pipeline().firstContext().close(); // past handlers that would wait for it to be taken
  }

  /**
   * Sees all that comes and goes. The guard itself is no handler, since an upgrade to HTTP/2
   * removes all.
   */
  static final class Traffic extends ChannelDuplexHandler {

    private final Bounds bounds;
    private Guard guard;

    Traffic(Bounds bounds) {
      this.bounds = bounds;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      Channel channel = context.channel();
      if (channel.attr(KEY).get() == null) {
        channel.attr(KEY).set(new Guard(channel, bounds));
      }
      guard = channel.attr(KEY).get();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      guard.read();
      context.fireChannelRead(bytes);
    }

    @Override
    public void write(ChannelHandlerContext context, Object bytes, ChannelPromise written) {
      guard.unread.written();
      context.write(bytes, written);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      Channel channel = context.channel();
      if (channel.isActive()) {
        channel.eventLoop().execute(() -> channel.pipeline().addFirst(new Traffic(bounds)));
      }
    }
  }
}
