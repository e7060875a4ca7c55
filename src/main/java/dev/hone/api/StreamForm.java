package dev.hone.api;

import dev.hone.run.Entry;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/**
 * How one reader's stream of Server-Sent Events looks. Made for one stream, and used on its event
 * loop. A result without bytes writes nothing.
 */
public interface StreamForm {

  /** What the answer's head says beside what all streams say. */
  default Map<String, String> headers() {
    return Map.of();
  }

  /** What comes before all else. */
  Buffer opening();

  /** The next entries of the log, in order. */
  Buffer encode(List<Entry> slice);

  /**
   * The last word where the run can't be followed any more. Nothing by default: the reader
   * reconnects with its last id, and is told then what is wrong.
   */
  default Buffer lost(Throwable failure) {
    return Buffer.buffer();
  }

  /**
   * Whether a reader can tell what was written from the whole, so that the stream may end here;
   * else its connection is cut, which the reader takes for a loss and not for the end.
   */
  default boolean mayEnd() {
    return true;
  }
}
