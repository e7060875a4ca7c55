package dev.hone.reward.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text as the reference's language sees it. Its white space is neither Java's nor a regular
 * expression's, and scores must agree to the digit.
 */
final class PythonText {

  /** White space, as a character class of {@link java.util.regex.Pattern}. */
  static final String SPACE =
      "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

  private static final String WORD = "[\\p{L}\\p{N}_]";

  /** The edge of a word, {@code \b}. */
  static final String EDGE =
      "(?:(?<!" + WORD + ")(?=" + WORD + ")|(?<=" + WORD + ")(?!" + WORD + "))";

  private PythonText() {}

  static boolean isSpace(char c) {
    return switch (c) {
      case ' ', '\u0085', '\u00a0', '\u1680', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000' ->
          true;
      default ->
          c >= '\t' && c <= '\r'
              || c >= '\u001c' && c <= '\u001f'
              || c >= '\u2000' && c <= '\u200a';
    };
  }

  /** Whether a character belongs to a word, {@code \w}. */
  static boolean isWord(int codePoint) {
    return Character.isLetterOrDigit(codePoint)
        || codePoint == '_'
        || Character.getType(codePoint) == Character.LETTER_NUMBER
        || Character.getType(codePoint) == Character.OTHER_NUMBER;
  }

  /** The text without white space around it. */
  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  static boolean isBlank(String text) {
    return strip(text).isEmpty();
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The words between white space. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int from = -1;
    for (int at = 0; at <= text.length(); at++) {
      boolean inWord = at < text.length() && !isSpace(text.charAt(at));
      if (inWord && from < 0) {
        from = at;
      } else if (!inWord && from >= 0) {
        words.add(text.substring(from, at));
        from = -1;
      }
    }
    return words;
  }
}
