package dev.hone.api.dialect;

/**
 * Remembers a text that was sent by its length and hash alone, so that a reader costs no memory
 * that grows. White space at its end may be left out.
 */
final class Told {

  private int length;
  private int hash;
  private int solidLength;
  private int solidHash;

  void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      hash = 31 * hash + c; // as String has it
      length++;
      if (!Character.isWhitespace(c)) {
        solidLength = length;
        solidHash = hash;
      }
    }
  }

  /** Whether this is the whole of it. */
  boolean isAllOf(String text) {
    return length == text.length() && hash == text.hashCode();
  }

  /** What is left of a text that begins with this; {@code null} if it doesn't. */
  String restOf(String text) {
    boolean begins =
        solidLength <= text.length() && text.substring(0, solidLength).hashCode() == solidHash;
    return begins ? text.substring(solidLength) : null;
  }
}
