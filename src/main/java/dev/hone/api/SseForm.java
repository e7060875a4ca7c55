package dev.hone.api;

import dev.hone.refinement.Event;
import dev.hone.refinement.EventJson;
import dev.hone.run.Entry;
import io.vertx.core.buffer.Buffer;

/**
 * An event as Server-Sent Events have it: {@code seq} as the id, {@code type} as the name, one line
 * of JSON.
 */
final class SseForm implements Entry.WireForm<Buffer> {

  static final SseForm INSTANCE = new SseForm();

  private SseForm() {}

  @Override
  public int slot() {
    return 0;
  }

  @Override
  public Buffer encode(Event event) {
    byte[] json = EventJson.encode(event);
    return Buffer.buffer(json.length + 80)
        .appendString("id: ")
        .appendString(Long.toString(event.seq()))
        .appendString("\nevent: ")
        .appendString(event.fact().type())
        .appendString("\ndata: ")
        .appendBytes(json)
        .appendString("\n\n");
  }
}
