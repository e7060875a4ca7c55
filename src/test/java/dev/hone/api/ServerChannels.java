package dev.hone.api;

import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The server's own ends of its connections. */
final class ServerChannels {

  private ServerChannels() {}

  /** How many bytes the server holds for the client at this port, beside what the kernel has. */
  static long waiting(Vertx vertx, int clientPort) {
    long bytes = 0;
    for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
      bytes += onLoop((SingleThreadEventLoop) loop, clientPort);
    }
    return bytes;
  }

  private static long onLoop(SingleThreadEventLoop loop, int clientPort) {
    try {
      return loop.submit(
              () -> {
                List<Channel> channels = new ArrayList<>();
                loop.registeredChannelsIterator().forEachRemaining(channels::add);
                return channels.stream()
                    .filter(channel -> isOf(channel, clientPort))
                    .mapToLong(
                        channel -> channel.unsafe().outboundBuffer().totalPendingWriteBytes())
                    .sum();
              })
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isOf(Channel channel, int clientPort) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        && address.getPort() == clientPort
        && channel.unsafe().outboundBuffer() != null;
  }
}
