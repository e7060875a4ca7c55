package dev.hone.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hone.refinement.Usage;
import java.io.IOException;

/**
 * Reads the few fields that count of a chunk of OpenAI's stream, token by token: this is the hot
 * path, so no tree and no string is made for what is only passed on.
 */
final class ChunkParser {

  /** Takes what a chunk says, in its order. */
  interface Sink {

    /** More of the answer; the characters are only valid during the call. */
    void content(char[] characters, int from, int length);

    /** More of the thinking that the provider sends apart. */
    void reasoning(char[] characters, int from, int length);

    void finishReason(String reason);

    /** What the model calls itself; the first time only. */
    void model(String name);

    void usage(Usage usage);

    /** The provider gives up in the middle of its stream. */
    void error(ProviderError error);

    /** The provider's last word. */
    void done();
  }

  private static final JsonFactory FACTORY = new JsonFactory();

  private final Sink sink;
  private final ChunkShape shape;
  private boolean named;

  /** How often the chunk under way has told the sink something. */
  private int told;

  /** Of the text that it has told, as {@link ChunkShape#learn} wants them; -1 without. */
  private int quote;

  private int length;
  private boolean thinking;

  ChunkParser(Sink sink) {
    this(sink, new ChunkShape());
  }

  ChunkParser(Sink sink, ChunkShape shape) {
    this.sink = sink;
    this.shape = shape;
  }

  /**
   * Reads the value of one data line.
   *
   * @throws IOException if it is neither a JSON object nor {@code [DONE]}
   */
  void parse(byte[] bytes, int from, int to) throws IOException {
    if (bytes[from] == '[') {
      sink.done();
      return;
    }
    if (shape.read(bytes, from, to, sink)) {
      return;
    }
    told = 0;
    quote = -1;
    try (JsonParser in = FACTORY.createParser(bytes, from, to - from)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(in, "a chunk is a JSON object");
      }
      chunk(in);
      if (in.nextToken() != null) {
        throw new JsonParseException(in, "something follows the chunk");
      }
    }
    if (told == 1 && quote >= 0) {
      shape.learn(bytes, from, to, from + quote, length, thinking);
    }
  }

  private void chunk(JsonParser in) throws IOException {
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      JsonToken value = in.nextToken();
      switch (field) {
        case "choices" -> {
          if (value == JsonToken.START_ARRAY) {
            choices(in);
          } else {
            in.skipChildren();
          }
        }
        case "usage" -> {
          if (value == JsonToken.START_OBJECT) {
            told++;
            usage(in);
          } else {
            in.skipChildren();
          }
        }
        case "model" -> {
          if (!named && value == JsonToken.VALUE_STRING) {
            named = true;
            told++;
            sink.model(in.getText());
          } else {
            in.skipChildren();
          }
        }
        case "error" -> {
          if (value != JsonToken.VALUE_NULL) {
            told++;
            sink.error(ProviderError.read(in));
          }
        }
        default -> in.skipChildren();
      }
    }
  }

  /** Only the first choice counts; we never ask for more. */
  private void choices(JsonParser in) throws IOException {
    if (in.nextToken() == JsonToken.START_OBJECT) {
      choice(in);
      in.nextToken();
    }
    while (in.currentToken() != JsonToken.END_ARRAY) {
      in.skipChildren();
      if (in.nextToken() == null) {
        return;
      }
    }
  }

  private void choice(JsonParser in) throws IOException {
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      JsonToken value = in.nextToken();
      if (value == JsonToken.START_OBJECT && field.equals("delta")) {
        delta(in);
      } else if (value == JsonToken.VALUE_STRING && field.equals("finish_reason")) {
        reason(in.getText());
      } else {
        in.skipChildren();
      }
    }
  }

  private void delta(JsonParser in) throws IOException {
    boolean thought = false;
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      JsonToken value = in.nextToken();
      if (value == JsonToken.START_ARRAY && field.equals("content")) {
        quote = -1;
        told += ContentParts.read(in, sink);
      } else if (value != JsonToken.VALUE_STRING) {
        in.skipChildren();
      } else if (field.equals("content")) {
        text(in, false);
      } else if (!thought && (field.equals("reasoning_content") || field.equals("reasoning"))) {
        // Some providers send the same text under both names.
        thought = in.getTextLength() > 0;
        text(in, true);
      }
    }
  }

  private void text(JsonParser in, boolean thought) throws IOException {
    told++;
    thinking = thought;
    length = in.getTextLength();
    quote = shape.isLearning() ? (int) in.currentTokenLocation().getByteOffset() : -1;
    if (thought) {
      sink.reasoning(in.getTextCharacters(), in.getTextOffset(), length);
    } else {
      sink.content(in.getTextCharacters(), in.getTextOffset(), length);
    }
  }

  /** Some servers send an empty one in each chunk: the answer goes on. */
  private void reason(String finishReason) {
    if (!finishReason.isEmpty()) {
      told++;
      sink.finishReason(finishReason);
    }
  }

  private void usage(JsonParser in) throws IOException {
    Usage usage = UsageReader.read(in);
    if (usage != null) {
      sink.usage(usage);
    }
  }
}
