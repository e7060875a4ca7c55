package dev.hone.api.openai;

import dev.hone.api.Failures;
import dev.hone.api.StreamForm;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Json;
import dev.hone.refinement.Problem;
import dev.hone.run.Entry;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A stream as OpenAI's clients read it: lines of {@code data} and nothing else, since some take a
 * {@code retry} field for a chunk. An error is a chunk of its own, at which they raise.
 */
final class ChatForm implements StreamForm {

  private final ChatChunks chunks;
  private boolean ended;

  ChatForm(ChatChunks chunks) {
    this.chunks = chunks;
  }

  @Override
  public Buffer opening() {
    return Buffer.buffer();
  }

  @Override
  public Buffer encode(List<Entry> slice) {
    Buffer bytes = Buffer.buffer();
    slice.forEach(entry -> add(entry.event(), bytes));
    return bytes;
  }

  @Override
  public boolean mayEnd() {
    return ended;
  }

  @Override
  public Buffer lost(Throwable failure) {
    ended = true;
    Buffer bytes = Buffer.buffer();
    data(Json.bytes(ChatError.of(Failures.problem(failure).problem())), bytes);
    return bytes;
  }

  private void add(Event event, Buffer bytes) {
    chunks.of(event).forEach(chunk -> data(Json.bytes(chunk), bytes));
    if (event.fact() instanceof Fact.Terminal end) {
      ended = true;
      Problem failure = ChatError.in(end);
      if (failure != null) {
        data(Json.bytes(ChatError.of(failure)), bytes);
      }
      data("[DONE]".getBytes(), bytes);
    }
  }

  private static void data(byte[] line, Buffer bytes) {
    bytes.appendString("data: ").appendBytes(line).appendString("\n\n");
  }
}
