package dev.hone.api.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;

/** The place in a connection's pipeline where whole frames pass that Vert.x hasn't seen yet. */
final class BeforeVertx {

  private static final String VERTX = "handler";

  private BeforeVertx() {}

  /** On any thread; a connection that is gone is left as it is. */
  static void add(Channel channel, String name, ChannelHandler handler) {
    onEventLoop(
        channel,
        () -> {
          if (channel.pipeline().get(VERTX) != null) {
            channel.pipeline().addBefore(VERTX, name, handler);
          }
        });
  }

  /** At once where it is there already. */
  static void onEventLoop(Channel channel, Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.eventLoop().execute(task);
    }
  }
}
