package dev.hone.api.connection;

import dev.hone.setting.PositiveCount;
import dev.hone.setting.PositiveTime;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What connections may do. Each is more than zero: else it would let nobody in, or be none. */
@ConfigMapping(prefix = "hone.limits")
public interface ConnectionLimits {

  /** Connections that are open at once; one more is closed as it comes. */
  @WithConverter(PositiveCount.class)
  @WithDefault("10000")
  int connections();

  /** Event streams, batches and WebSockets of one owner, where there are owners. */
  @WithConverter(PositiveCount.class)
  @WithDefault("2000")
  int connectionsPerOwner();

  /** From a request's first byte to the end of its headers. */
  @WithConverter(PositiveTime.class)
  @WithDefault("10S")
  Duration headerTimeout();

  /** For a request's body to come whole; for one that is a stream, between its bytes. */
  @WithConverter(PositiveTime.class)
  @WithDefault("30S")
  Duration bodyTimeout();

  /** Without a request under way. */
  @WithConverter(PositiveTime.class)
  @WithDefault("75S")
  Duration idleTimeout();

  /** Without the client taking anything of what waits for it. */
  @WithConverter(PositiveTime.class)
  @WithDefault("60S")
  Duration stallTimeout();

  /** Messages of one WebSocket, in the long run; as many pings and pongs beside them. */
  @WithConverter(PositiveCount.class)
  @WithDefault("50")
  int messagesPerSecond();

  /** Messages of one WebSocket at once: all the runs of a page that comes back, for example. */
  @WithConverter(PositiveCount.class)
  @WithDefault("1000")
  int messageBurst();
}
