package dev.hone.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hone.refinement.Event;
import dev.hone.refinement.EventJson;
import dev.hone.run.Entry;
import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;

/**
 * An event as Server-Sent Events have it: {@code seq} as the id, {@code type} as the name, one line
 * of JSON.
 */
final class SseForm implements Entry.WireForm<Buffer> {

  static final SseForm INSTANCE = new SseForm();

  /** Room for a delta of a word or two; a buffer grows for more. */
  private static final int DELTA = 320;

  private static final byte[] ID = "id: ".getBytes(US_ASCII);
  private static final byte[] EVENT = "\nevent: ".getBytes(US_ASCII);
  private static final byte[] DATA = "\ndata: ".getBytes(US_ASCII);
  private static final byte[] FRAME_END = "\n\n".getBytes(US_ASCII);

  private SseForm() {}

  @Override
  public int slot() {
    return 0;
  }

  @Override
  public Buffer encode(Event event) {
    Buffer frame =
        Buffer.buffer(DELTA)
            .appendBytes(ID)
            .appendString(Long.toString(event.seq()))
            .appendBytes(EVENT)
            .appendString(event.fact().type())
            .appendBytes(DATA);
    EventJson.write(event, new Appending(frame));
    return frame.appendBytes(FRAME_END);
  }

  /** What is written is appended; to encode apart and to copy it would take as much again. */
  private static final class Appending extends OutputStream {
    private final Buffer buffer;

    Appending(Buffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public void write(int b) {
      buffer.appendByte((byte) b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      buffer.appendBytes(bytes, from, length);
    }
  }
}
