package dev.hone.reward.judge;

import java.util.List;

/**
 * Recognises a protocol's tags as judges write them: in any case of ASCII, with some white space
 * inside, and with their signs escaped for Markdown or HTML. {@link Fence} makes harmless whatever
 * is taken for a tag here.
 */
final class Tags {

  /** What there is could become a tag. */
  static final int UNCLEAR = -1;

  /** There is no tag. */
  static final int NONE = -2;

  private static final List<String> OPENING = List.of("<", "\\<", "&lt;");
  private static final List<String> CLOSING = List.of(">", "\\>", "&gt;");

  /** In one place of a tag; it bounds how much of a text can be unclear. */
  private static final int MOST_BLANKS = 8;

  private final List<String> names;
  private String word;
  private String found;

  /**
   * @param names in lower case, none the beginning of another
   */
  Tags(List<String> names) {
    this.names = names;
  }

  /** The next place from here on at which a tag may begin; -1 if there is none. */
  static int next(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '<' || c == '\\' || c == '&') {
        return at;
      }
    }
    return -1;
  }

  /** Where the tag ends that begins here; otherwise {@link #UNCLEAR} or {@link #NONE}. */
  int end(String text, int start) {
    int at = oneOf(OPENING, text, start);
    if (at < 0) {
      return at;
    }
    at = behindBlanks(text, at);
    boolean closes = at < text.length() && text.charAt(at) == '/';
    at = oneOf(names, text, closes ? behindBlanks(text, at + 1) : at);
    if (at < 0) {
      return at;
    }
    found = (closes ? "</" : "<") + word + ">";
    return oneOf(CLOSING, text, behindBlanks(text, at));
  }

  /** The tag that was recognised last, as the prompt has it. */
  String found() {
    return found;
  }

  private int oneOf(List<String> words, String text, int at) {
    int end = NONE;
    for (String each : words) {
      int its = behind(each, text, at);
      if (its > 0) {
        word = each;
      }
      end = Math.max(end, its);
    }
    return end;
  }

  /** Not by Unicode's rules for case, which take a long s for an s. */
  private static int behind(String word, String text, int at) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i == text.length()) {
        return UNCLEAR;
      }
      char c = text.charAt(at + i);
      if (word.charAt(i) != (c >= 'A' && c <= 'Z' ? c + 32 : c)) {
        return NONE;
      }
    }
    return at + word.length();
  }

  private static int behindBlanks(String text, int at) {
    int most = Math.min(text.length(), at + MOST_BLANKS);
    int behind = at;
    while (behind < most && isBlank(text.charAt(behind))) {
      behind++;
    }
    return behind;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
