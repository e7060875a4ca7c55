package dev.hone.reward.judge;

/** Whether there is anything in a text to judge. */
final class Substance {

  /** What a writer is told of a text that there is nothing in. */
  static final String MISSING =
      "There is nothing to judge: the answer is empty or only punctuation. Write an answer.";

  private Substance() {}

  /**
   * A letter, a digit or a sign beyond ASCII's (∞, 👍) will do. A lone colon won't: judges are
   * known to give such texts full marks.
   */
  static boolean isIn(String text) {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (counts(codePoint)) {
        return true;
      }
    }
    return false;
  }

  private static boolean counts(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || isNumberOrSymbol(codePoint);
  }

  private static boolean isNumberOrSymbol(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.OTHER_SYMBOL ->
          codePoint > 0x7F;
      default -> false;
    };
  }
}
