package dev.hone.api.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What connections may do. Each is more than zero: {@link LimitsCheck}. */
@ConfigMapping(prefix = "hone.limits")
public interface ConnectionLimits {

  /** Connections that are open at once; one more is closed as it comes. */
  @WithDefault("10000")
  int connections();

  /** Event streams, batches and WebSockets of one owner, where there are owners. */
  @WithDefault("2000")
  int connectionsPerOwner();

  /** From a request's first byte to the end of its headers. */
  @WithDefault("10S")
  Duration headerTimeout();

  /** For a request's body to come whole; for one that is a stream, between its bytes. */
  @WithDefault("30S")
  Duration bodyTimeout();

  /** Without a request under way. */
  @WithDefault("75S")
  Duration idleTimeout();

  /** Without the client taking anything of what waits for it. */
  @WithDefault("60S")
  Duration stallTimeout();

  /** Messages of one WebSocket, in the long run. */
  @WithDefault("50")
  int messagesPerSecond();

  /** Messages of one WebSocket at once: all the runs of a page that comes back, for example. */
  @WithDefault("1000")
  int messageBurst();
}
