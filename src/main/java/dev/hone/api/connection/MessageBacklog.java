package dev.hone.api.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Stops reading a WebSocket whose messages come faster than they are handled: they are handled one
 * after another, and the queue in front of that has no bound of its own. Of a message that is too
 * large nothing more is passed on: whoever begins one and never ends it would have it kept.
 */
public final class MessageBacklog extends ChannelInboundHandlerAdapter {

  private static final int MOST_WAITING = 16;

  private final Channel channel;
  private final long mostBytes;
  private final Runnable tooLarge;
  private final Queue<Long> waiting = new ArrayDeque<>();
  private long bytesWaiting;
  private long bytesOfTheNext;
  private boolean over;

  MessageBacklog(Channel channel, long mostBytes, Runnable tooLarge) {
    this.channel = channel;
    this.mostBytes = mostBytes;
    this.tooLarge = tooLarge;
  }

  /**
   * @param upgrade the request that the socket was opened by; it is one by now
   * @param mostBytes of one message; of messages that wait, beside the newest one
   * @param tooLarge closes the socket; called once
   */
  public static MessageBacklog of(HttpServerRequest upgrade, long mostBytes, Runnable tooLarge) {
    Channel channel = Guard.channel(upgrade);
    MessageBacklog backlog = new MessageBacklog(channel, mostBytes, tooLarge);
    BeforeVertx.add(channel, "hone-backlog", backlog);
    return backlog;
  }

  /** A message has been handled; on any thread. */
  public void handled() {
    BeforeVertx.onEventLoop(
        channel,
        () -> {
          Long bytes = waiting.poll();
          bytesWaiting -= bytes == null ? 0 : bytes; // what came before this was here isn't counted
          read();
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof TextWebSocketFrame
        || message instanceof BinaryWebSocketFrame
        || message instanceof ContinuationWebSocketFrame) {
      read(context, (WebSocketFrame) message);
    } else {
      context.fireChannelRead(message);
    }
  }

  private void read(ChannelHandlerContext context, WebSocketFrame frame) {
    int bytes = frame.content().readableBytes();
    boolean empty = bytes == 0 && !frame.isFinalFragment();
    bytesOfTheNext += empty ? 1 : bytes; // else a message of empty ones could go on for ever
    if (!over && bytesOfTheNext > mostBytes) {
      over = true;
      tooLarge.run();
    }
    if (over) {
      frame.release();
    } else {
      count(frame);
      context.fireChannelRead(frame);
    }
  }

  private void count(WebSocketFrame frame) {
    if (frame.isFinalFragment()) {
      waiting.add(bytesOfTheNext);
      bytesWaiting += bytesOfTheNext;
      bytesOfTheNext = 0;
      read();
    }
  }

  private void read() {
    boolean more = waiting.size() < MOST_WAITING && bytesWaiting <= mostBytes;
    if (channel.config().isAutoRead() != more) {
      channel.config().setAutoRead(more);
    }
  }
}
