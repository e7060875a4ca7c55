package dev.hone.run.local;

import dev.hone.refinement.Event;
import dev.hone.refinement.EventJson;
import dev.hone.refinement.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Lines of a run's file as bytes, to be written in one. Not thread-safe. */
final class Lines {

  private static final byte END = '\n';

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

  Lines add(RunHeader header) {
    return add(Json.bytes(header));
  }

  /** Adds all of it or, where it can't be encoded, fails and adds nothing. */
  Lines add(Event event) {
    return add(EventJson.encode(event));
  }

  ByteBuffer toBuffer() {
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private Lines add(byte[] line) {
    bytes.writeBytes(line);
    bytes.write(END);
    return this;
  }
}
