package dev.hone.reward.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code \b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Z|a-z]{2,}\b} finds, in one pass: tried by a
 * backtracking engine at each word of a long text, that expression takes time by the square.
 */
final class EmailAddresses {

  private static final String BEFORE_AT = "._%+-";
  private static final String AFTER_AT = ".-";

  private final String text;

  private EmailAddresses(String text) {
    this.text = text;
  }

  static List<String> in(String text) {
    List<String> found = new ArrayList<>();
    EmailAddresses all = new EmailAddresses(text);
    int free = 0; // what was found before ends here
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int start = all.start(at, free);
      int end = start < 0 ? -1 : all.end(at + 1);
      if (end >= 0) {
        found.add(text.substring(start, end));
        free = end;
      }
    }
    return found;
  }

  /** The first edge of a word in the run of local characters before an @; -1 if there is none. */
  private int start(int at, int free) {
    int start = -1;
    for (int i = at - 1; i >= free && isOneOf(text.charAt(i), BEFORE_AT); i--) {
      if (isEdge(i)) {
        start = i;
      }
    }
    return start;
  }

  /** Where a domain ends: its last dot that has a top-level domain behind it decides. */
  private int end(int from) {
    int to = from;
    while (to < text.length() && isOneOf(text.charAt(to), AFTER_AT)) {
      to++;
    }
    for (int dot = to - 1; dot > from; dot--) {
      int end = text.charAt(dot) == '.' ? topLevelEnd(dot + 1) : -1;
      if (end >= 0) {
        return end;
      }
    }
    return -1;
  }

  private int topLevelEnd(int from) {
    int to = from;
    while (to < text.length() && (isLetter(text.charAt(to)) || text.charAt(to) == '|')) {
      to++;
    }
    while (to - from >= 2 && !isEdge(to)) {
      to--;
    }
    return to - from >= 2 ? to : -1;
  }

  private boolean isEdge(int at) {
    boolean before = at > 0 && PythonText.isWord(text.codePointBefore(at));
    boolean after = at < text.length() && PythonText.isWord(text.codePointAt(at));
    return before != after;
  }

  private static boolean isOneOf(char c, String signs) {
    return isLetter(c) || c >= '0' && c <= '9' || signs.indexOf(c) >= 0;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
