package dev.hone.api;

import dev.hone.model.ScriptedAnswer;
import java.util.List;

/** Lines of batches. */
public final class Samples {

  /** Settings of a judge of two rubrics, in a query. */
  public static final String RUBRICS =
      "reward=%7B%22rubrics%22%3A%5B%22It%20is%20right.%22%2C%22It%20is%20short.%22%5D%7D";

  /** Settings that need no judge. */
  static final String RULE = "reward=length_penalty";

  private Samples() {}

  /** The least that a sample must be. */
  public static String question(String id) {
    return "{\"unique_id\": \"%s\", \"input\": [{\"content\": \"Why? %s\"}]}".formatted(id, id);
  }

  static List<String> questions(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(i -> question("q" + i)).toList();
  }

  static ScriptedAnswer answer() {
    return ScriptedAnswer.of("An answer.");
  }
}
