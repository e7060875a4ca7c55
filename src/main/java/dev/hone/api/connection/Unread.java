package dev.hone.api.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Whether a socket has stopped taking what waits for it. On the channel's event loop. */
final class Unread {

  private final Channel channel;
  private final long bound;
  private long written;
  private long taken;
  private long takenOfTheNext;
  private long since;

  /**
   * @param bound in nanoseconds
   */
  Unread(Channel channel, long bound) {
    this.channel = channel;
    this.bound = bound;
    this.since = System.nanoTime();
  }

  /** One more write waits. */
  void written() {
    written++;
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null || waiting.isEmpty();
  }

  /** Whether something has waited for the whole of the bound and none of it was taken. */
  boolean isStalled(long now) {
    if (isEmpty()) {
      since = now;
      return false;
    }
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    long whole = written - waiting.size();
    long part = waiting.currentProgress();
    if (whole != taken || part != takenOfTheNext) {
      taken = whole;
      takenOfTheNext = part;
      since = now;
    }
    return now - since >= bound;
  }
}
