package dev.hone.api;

import dev.hone.run.Entry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;

/**
 * A stream of the run's own events.
 *
 * @param retry what the reader is told to wait before it reconnects
 */
record EventForm(Duration retry) implements StreamForm {

  @Override
  public Buffer opening() {
    return retry(retry);
  }

  @Override
  public Buffer encode(List<Entry> slice) {
    if (slice.size() == 1) {
      return slice.get(0).as(SseForm.INSTANCE);
    }
    Buffer all = Buffer.buffer();
    slice.forEach(entry -> all.appendBuffer(entry.as(SseForm.INSTANCE)));
    return all;
  }

  static Buffer retry(Duration time) {
    return Buffer.buffer("retry: " + time.toMillis() + "\n\n");
  }
}
