package dev.hone.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * A piece of an answer as some providers write it: a list of parts, of which those of type {@code
 * text} are the answer and those of type {@code thinking} what the model thinks, as a string or a
 * list of texts again. Other parts, such as references, say nothing.
 */
final class ContentParts {

  private final ChunkParser.Sink sink;
  private int told;

  private ContentParts(ChunkParser.Sink sink) {
    this.sink = sink;
  }

  /** Reads a list from behind its beginning up to its end; how often it has told the sink. */
  static int read(JsonParser in, ChunkParser.Sink sink) throws IOException {
    ContentParts parts = new ContentParts(sink);
    parts.list(in, false);
    return parts.told;
  }

  private void list(JsonParser in, boolean thinking) throws IOException {
    for (JsonToken next = in.nextToken();
        next != JsonToken.END_ARRAY && next != null;
        next = in.nextToken()) {
      if (next == JsonToken.START_OBJECT) {
        part(in, thinking);
      } else {
        in.skipChildren();
      }
    }
  }

  /** What type it is may be said behind the text. */
  private void part(JsonParser in, boolean thinking) throws IOException {
    String type = null;
    String text = null;
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      JsonToken value = in.nextToken();
      if (value == JsonToken.START_ARRAY && field.equals("thinking")) {
        list(in, true);
      } else if (value != JsonToken.VALUE_STRING) {
        in.skipChildren();
      } else if (field.equals("type")) {
        type = in.getText();
      } else if (field.equals("text") || field.equals("thinking")) {
        text = in.getText();
      }
    }
    if (text != null && "text".equals(type)) {
      tell(text, thinking);
    } else if (text != null && "thinking".equals(type)) {
      tell(text, true);
    }
  }

  private void tell(String text, boolean thinking) {
    told++;
    char[] characters = text.toCharArray();
    if (thinking) {
      sink.reasoning(characters, 0, characters.length);
    } else {
      sink.content(characters, 0, characters.length);
    }
  }
}
