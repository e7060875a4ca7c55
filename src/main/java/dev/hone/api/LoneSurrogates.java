package dev.hone.api;

/**
 * Finds halves of characters in JSON: surrogates without their other half, as escapes or as bytes.
 * They are no Unicode, and could be read but never be written again.
 */
final class LoneSurrogates {

  private static final int ESCAPE = "\\u0000".length();

  private LoneSurrogates() {}

  /**
   * @param json in UTF-8; what is no JSON at all is for its reader to find out
   */
  static boolean in(byte[] json) {
    int at = 0;
    while (at < json.length) {
      if (json[at] == '\\') {
        int unit = escaped(json, at);
        if (isLow(unit) || isHigh(unit) && !isLow(escaped(json, at + ESCAPE))) {
          return true;
        }
        at += unit < 0 ? 2 : isHigh(unit) ? 2 * ESCAPE : ESCAPE;
      } else if (isEncoded(json, at)) {
        return true;
      } else {
        at++;
      }
    }
    return false;
  }

  /** UTF-8 has no surrogates; Jackson reads them all the same. */
  private static boolean isEncoded(byte[] json, int at) {
    return json[at] == (byte) 0xED && at + 1 < json.length && (json[at + 1] & 0xE0) == 0xA0;
  }

  /** What the escape here stands for; negative if there is none. */
  private static int escaped(byte[] json, int at) {
    if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + ESCAPE; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = 16 * unit + digit;
    }
    return unit;
  }

  private static boolean isHigh(int unit) {
    return unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
  }

  private static boolean isLow(int unit) {
    return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
  }
}
