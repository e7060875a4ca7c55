package dev.hone.api;

import dev.hone.api.dialect.Format;
import dev.hone.run.Entry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one reader's stream of Server-Sent Events looks. Made for one stream, and used on its event
 * loop. A result without bytes writes nothing.
 */
public interface StreamForm {

  /**
   * @param format of a dialect; {@code null} for the run's own events
   * @param after the event that the reader begins after
   * @param retry what it is told to wait before it reconnects
   * @throws ProblemException 400 if there is no such format
   */
  static StreamForm of(String format, long after, Duration retry) {
    return format == null
        ? new EventForm(retry)
        : new DialectForm(
            Format.named(format)
                .orElseThrow(
                    () ->
                        ProblemException.badRequest(
                            "format", "absent, or one of: " + Format.names())),
            after,
            retry);
  }

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
