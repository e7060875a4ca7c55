package dev.hone.api;

import dev.hone.setting.CountOrZero;
import dev.hone.setting.PositiveCount;
import dev.hone.setting.PositiveSize;
import dev.hone.setting.PositiveTime;
import dev.hone.setting.TimeOrZero;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the API is served and what it takes. */
@ConfigMapping(prefix = "hone")
public interface ApiConfig {

  /**
   * Without authentication: names, beside this machine's own, that the server is asked by in {@code
   * Host}.
   */
  Optional<List<String>> hosts();

  Limits limits();

  Batch batch();

  Sse sse();

  @WithName("websocket")
  WebSocket webSocket();

  /** What one request may ask for. */
  interface Limits {

    /** Size of a request's body, and of a WebSocket message. */
    @WithConverter(PositiveSize.class)
    @WithDefault("1M")
    MemorySize body();

    /** Size of one line of a batch; a batch itself may be of any size. */
    @WithConverter(PositiveSize.class)
    @WithDefault("1M")
    MemorySize line();

    /** The highest {@code max_iterations}. */
    @WithConverter(CountOrZero.class)
    @WithDefault("20")
    int iterations();

    /** Messages of a conversation; given candidates are as many at most. */
    @WithConverter(PositiveCount.class)
    @WithDefault("1000")
    int messages();

    /** The longest {@code stop.deadline}; a run that asks for none has none. */
    @WithConverter(PositiveTime.class)
    @WithDefault("P1D")
    Duration deadline();

    /** The most {@code generation.stop} sequences. */
    @WithConverter(CountOrZero.class)
    @WithDefault("16")
    int stopSequences();

    /** The longest {@code Prefer: wait}; a longer one waits that long. */
    @WithConverter(TimeOrZero.class)
    @WithName("wait")
    @WithDefault("PT5M")
    Duration longestWait();
  }

  /** Many samples in one request. */
  interface Batch {

    /** How many samples of one batch are refined at once, at most. */
    @WithConverter(PositiveCount.class)
    @WithDefault("16")
    int concurrency();
  }

  /** Server-Sent Events. */
  interface Sse {

    /** How often a comment tells clients and proxies that a silent stream is alive. */
    @WithConverter(PositiveTime.class)
    @WithDefault("15S")
    Duration heartbeat();

    /** What clients are told to wait before they reconnect. */
    @WithConverter(TimeOrZero.class)
    @WithDefault("1S")
    Duration retry();
  }

  /** The WebSocket. */
  interface WebSocket {

    /**
     * Origins, exactly as a browser writes them, from which pages may connect beside the server's
     * own.
     */
    Optional<List<String>> origins();

    /** How many runs one socket may follow at once. */
    @WithConverter(PositiveCount.class)
    @WithDefault("1000")
    int runs();
  }
}
