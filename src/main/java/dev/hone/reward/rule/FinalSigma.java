package dev.hone.reward.rule;

/**
 * Whether a capital sigma ends a word, so that it becomes ς in lower case: a letter that has case
 * is before it and none after it, both past what has nothing to do with case. As CPython's {@code
 * handle_capital_sigma} has it; Java goes by the boundaries of words.
 */
final class FinalSigma {

  static final char CAPITAL = 'Σ';

  /** What may stand within a word (Unicode's Word_Break: MidLetter, MidNumLet, Single_Quote). */
  private static final String WITHIN_WORDS =
      "'.:·\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private FinalSigma() {}

  static boolean isAt(String text, int at) {
    int before = at;
    while (before > 0 && isIgnorable(text.codePointBefore(before))) {
      before -= Character.charCount(text.codePointBefore(before));
    }
    if (before == 0 || !isCased(text.codePointBefore(before))) {
      return false;
    }
    int after = at + 1;
    while (after < text.length() && isIgnorable(text.codePointAt(after))) {
      after += Character.charCount(text.codePointAt(after));
    }
    return after == text.length() || !isCased(text.codePointAt(after));
  }

  private static boolean isCased(int codePoint) {
    return Character.isLowerCase(codePoint)
        || Character.isUpperCase(codePoint)
        || Character.isTitleCase(codePoint);
  }

  private static boolean isIgnorable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> WITHIN_WORDS.indexOf(codePoint) >= 0;
    };
  }
}
