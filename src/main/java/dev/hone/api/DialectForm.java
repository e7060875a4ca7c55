package dev.hone.api;

import dev.hone.api.dialect.Dialect;
import dev.hone.api.dialect.Format;
import dev.hone.refinement.Event;
import dev.hone.run.Entry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A stream of another protocol's frames. The id of an event stands on the last of its frames, so
 * that a reader that names it has had all of them.
 */
final class DialectForm implements StreamForm {

  private final Format format;
  private final Dialect dialect;
  private final Duration retry;
  private boolean ended;

  /**
   * @param after the event that the reader begins after
   * @param retry what it is told to wait before it reconnects
   */
  DialectForm(Format format, long after, Duration retry) {
    this.format = format;
    this.dialect = format.after(after);
    this.retry = retry;
  }

  @Override
  public Map<String, String> headers() {
    return format.headers();
  }

  @Override
  public Buffer opening() {
    return EventForm.retry(retry);
  }

  @Override
  public Buffer encode(List<Entry> slice) {
    Buffer bytes = Buffer.buffer();
    slice.forEach(entry -> add(entry.event(), bytes));
    return bytes;
  }

  /** Its readers know no end but that of the stream. */
  @Override
  public boolean mayEnd() {
    return ended;
  }

  private void add(Event event, Buffer bytes) {
    ended = event.isTerminal();
    List<String> frames = dialect.frames(event);
    for (int i = 0; i < frames.size(); i++) {
      if (i == frames.size() - 1) {
        bytes.appendString("id: ").appendString(Long.toString(event.seq())).appendString("\n");
      }
      bytes.appendString("data: ").appendString(frames.get(i)).appendString("\n\n");
    }
  }
}
