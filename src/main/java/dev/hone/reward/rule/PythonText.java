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

  /**
   * The letter beyond 16 bits is in it already; naming it has Java look behind by code points,
   * where it would else see half of such a letter, and no word.
   */
  private static final String WORD = "[\\p{L}\\p{N}_\uD840\uDC00]";

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

  /** In lower case; a final sigma is told from another as Python does. */
  static String lower(String text) {
    int sigma = text.indexOf(FinalSigma.CAPITAL);
    if (sigma < 0) {
      return text.toLowerCase(Locale.ROOT);
    }
    StringBuilder lower = new StringBuilder(text.length());
    int from = 0;
    for (; sigma >= 0; sigma = text.indexOf(FinalSigma.CAPITAL, from)) {
      lower.append(text.substring(from, sigma).toLowerCase(Locale.ROOT));
      lower.append(FinalSigma.isAt(text, sigma) ? 'ς' : 'σ');
      from = sigma + 1;
    }
    return lower.append(text.substring(from).toLowerCase(Locale.ROOT)).toString();
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
