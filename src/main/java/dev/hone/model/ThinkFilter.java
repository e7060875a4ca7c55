package dev.hone.model;

/**
 * Sets apart what a model thinks in the middle of its answer: {@code <think>…</think>}, however the
 * text is cut. Tags may be nested: the outermost pair is left out, inner ones stay in the thinking.
 * A pair that is never closed makes all of the rest thinking; a closing tag without an opening one
 * is text. White space between a closing tag and the first word of the answer is left out.
 */
final class ThinkFilter {

  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  private final Pieces out;
  private int depth;
  private boolean answered;
  private boolean trimming;

  /** What could become a tag: the first {@link #matched} characters of {@link #tag}. */
  private String tag = OPEN;

  private int matched;

  ThinkFilter(Pieces out) {
    this.out = out;
  }

  void accept(char[] characters, int from, int length) {
    int end = from + length;
    int plain = from;
    int at = from;
    while (at < end) {
      char c = characters[at];
      if (matched == 0) {
        if (c == '<') {
          pass(characters, plain, at);
          matched = 1;
          plain = at + 1;
        }
        at++;
      } else if (continues(c)) {
        at++;
        plain = at;
        if (matched == tag.length()) {
          matched = 0;
          found();
        }
      } else {
        // The character is looked at again: it may begin a tag itself.
        passMatched();
        plain = at;
      }
    }
    if (matched == 0) {
      pass(characters, plain, end);
    }
  }

  /** Nothing follows: what could have become a tag is none. */
  void end() {
    if (matched > 0) {
      passMatched();
    }
  }

  private boolean continues(char c) {
    if (matched == 1) {
      tag = c == '/' ? CLOSE : OPEN;
    }
    if (c != tag.charAt(matched)) {
      return false;
    }
    matched++;
    return true;
  }

  private void found() {
    boolean opens = tag.equals(OPEN);
    if (opens && depth++ == 0) {
      return;
    }
    if (!opens && depth == 1) {
      depth = 0;
      trimming = !answered;
      return;
    }
    if (!opens && depth > 1) {
      depth--;
    }
    char[] literal = tag.toCharArray();
    pass(literal, 0, literal.length);
  }

  private void passMatched() {
    char[] literal = tag.substring(0, matched).toCharArray();
    matched = 0;
    pass(literal, 0, literal.length);
  }

  private void pass(char[] characters, int from, int to) {
    if (depth > 0) {
      out.thinking(characters, from, to - from);
      return;
    }
    int start = from;
    if (!answered) {
      int word = from;
      while (word < to && Character.isWhitespace(characters[word])) {
        word++;
      }
      answered = word < to;
      start = trimming ? word : from;
    }
    out.text(characters, start, to - start);
  }
}
