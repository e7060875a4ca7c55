package dev.hone.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the model is to answer, as it stands in a run's question.
 *
 * @param tokens of the answer
 * @param rate tokens a second; 0: as fast as the server takes them
 * @param held it doesn't end the answer till {@link Model#release()}
 */
record Script(int tokens, int rate, boolean held) {

  private static final Pattern WRITTEN =
      Pattern.compile("tokens=(\\d+) rate=(\\d+) held=(true|false)");

  static Script read(String question) {
    Matcher written = WRITTEN.matcher(question);
    if (!written.find()) {
      throw new IllegalArgumentException("no script in: " + question);
    }
    return new Script(
        Integer.parseInt(written.group(1)),
        Integer.parseInt(written.group(2)),
        Boolean.parseBoolean(written.group(3)));
  }

  /** The request that starts a run with it: one answer, and a rule to evaluate it. */
  String start() {
    return ("{\"messages\":[{\"role\":\"user\",\"content\":\"tokens=%d rate=%d held=%s\"}],"
            + "\"max_iterations\":0,\"reward\":{\"name\":\"word_count\",\"params\":{\"max\":1000000}}}")
        .formatted(tokens, rate, held);
  }
}
