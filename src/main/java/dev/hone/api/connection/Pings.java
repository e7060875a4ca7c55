package dev.hone.api.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;

/**
 * Bounds the pings of a WebSocket: Vert.x answers each at once, however many answers wait to be
 * written, so who pings and reads nothing would fill the memory. Of those that come while the
 * client takes nothing only the newest is answered, once it does, as RFC 6455 (5.5.3) lets a server
 * do. Those that come faster than messages may aren't answered, and in the end the socket is
 * closed. Pongs are counted alike. All on the channel's event loop.
 */
public final class Pings extends ChannelInboundHandlerAdapter {

  private final MessageRate rate;
  private final Runnable flood;
  private PingWebSocketFrame newest;

  Pings(MessageRate rate, Runnable flood) {
    this.rate = rate;
    this.flood = flood;
  }

  /**
   * @param upgrade the request that the socket was opened by; it is one by now
   * @param rate of pings and pongs alone, so that no message is refused for them
   * @param flood closes the socket; called again while more come
   */
  public static void bound(HttpServerRequest upgrade, MessageRate rate, Runnable flood) {
    BeforeVertx.add(Guard.channel(upgrade), "hone-pings", new Pings(rate, flood));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof PingWebSocketFrame || message instanceof PongWebSocketFrame)) {
      context.fireChannelRead(message);
      return;
    }
    switch (rate.next()) {
      case TAKE -> take(context, message);
      case REFUSE -> ReferenceCountUtil.release(message);
      case CLOSE -> {
        ReferenceCountUtil.release(message);
        flood.run();
      }
    }
  }

  private void take(ChannelHandlerContext context, Object message) {
    if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
      forget();
      newest = ping;
    } else {
      context.fireChannelRead(message);
    }
  }

  /** It is called in the middle of a flush, which would not take the answer along. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (newest != null && context.channel().isWritable()) {
      context.channel().eventLoop().execute(() -> answer(context));
    }
    context.fireChannelWritabilityChanged();
  }

  private void answer(ChannelHandlerContext context) {
    if (newest != null && context.channel().isWritable()) {
      PingWebSocketFrame ping = newest;
      newest = null;
      context.fireChannelRead(ping);
      context.fireChannelReadComplete(); // for Vert.x to flush what it wrote
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forget();
  }

  private void forget() {
    ReferenceCountUtil.release(newest);
    newest = null;
  }
}
