package dev.hone.api.dialect;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** The dialects by the names that readers ask for them with. */
public enum Format {
  /** AI SDK's UI message stream, version 1. */
  AI_SDK("ai-sdk", Map.of("x-vercel-ai-ui-message-stream", "v1"), AiSdk::new),
  /** AG-UI's events, as version 1 of its schemas has them. */
  AG_UI("ag-ui", Map.of(), AgUi::new);

  private final String word;
  private final Map<String, String> headers;
  private final LongFunction<Dialect> dialect;

  Format(String word, Map<String, String> headers, LongFunction<Dialect> dialect) {
    this.word = word;
    this.headers = headers;
    this.dialect = dialect;
  }

  /** Empty if there is none of this name. */
  public static Optional<Format> named(String word) {
    return Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
  }

  /** All names, for those who guess. */
  public static String names() {
    return Arrays.stream(values()).map(format -> format.word).collect(Collectors.joining(", "));
  }

  /** Headers by which readers know the protocol. */
  public Map<String, String> headers() {
    return headers;
  }

  /** For a reader who begins after this event; 0 for the beginning. */
  public Dialect after(long seq) {
    return dialect.apply(seq);
  }
}
