package dev.hone.model;

/**
 * Sets apart what a model thinks in the middle of its answer: {@code <think>…</think>}, however the
 * text is cut. An answer may speak of the tags, so an opening one counts only at its beginning, and
 * at that of a line where the provider doesn't send the thinking apart. The first closing tag ends
 * the thinking; where none comes all of the rest is thinking.
 *
 * <p>Some models' templates open the pair, so that their answer begins with the thinking and only
 * closes it. A closing tag that is a line of its own is taken for that, where nothing has been set
 * apart before, an answer follows, and no block of code is open: that may show the tags.
 *
 * <p>Once there was thinking, white space in front of the answer is left out.
 */
final class ThinkFilter {

  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  /** White space that is held back at most; an answer of nothing else must not be endless. */
  private static final int MOST_BLANKS = 256;

  private final Pieces out;

  /** What stands before the first word, as it isn't clear yet whether it is kept. */
  private final StringBuilder blanks = new StringBuilder(0);

  /** What could become a tag: the first {@link #matched} characters of {@link #tag}. */
  private String tag = OPEN;

  private int matched;
  private boolean apart;
  private boolean thinking;
  private boolean thought;
  private boolean answered;

  /** Whether what was text till now is thinking, if anything follows. */
  private boolean closed;

  /** Of the answer, once it has begun. */
  private char last;

  private int ticks;
  private boolean inCode;

  ThinkFilter(Pieces out) {
    this.out = out;
  }

  /** The provider sends the thinking apart. */
  void apart() {
    apart = true;
    thought = true;
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
          found();
        }
      } else {
        // The character is looked at again: it may begin a tag itself.
        settle(isLineBreak(c));
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
      settle(true);
    }
    if (closed) { // by the last line, so there would be no answer
      out.text(CLOSE.toCharArray(), 0, CLOSE.length());
    }
    if (closed || !answered && !thought) {
      passBlanks();
    }
  }

  private boolean continues(char c) {
    if (matched == 1) {
      tag = c == '/' ? CLOSE : OPEN;
    }
    if (matched == tag.length() || c != tag.charAt(matched)) {
      return false;
    }
    matched++;
    return true;
  }

  /** A closing tag that may be a line of its own waits for what follows. */
  private void found() {
    if (tag.equals(OPEN)) {
      if (thinking || apart && answered || !isAtLineStart()) {
        passMatched();
      } else {
        matched = 0;
        thinking = true;
        thought = true;
        setApart();
      }
    } else if (thinking || apart && !answered) {
      matched = 0;
      thinking = false;
    } else if (thought || inCode || !isAtLineStart()) {
      passMatched();
    }
  }

  /** What was matched goes on otherwise, or not at all. */
  private void settle(boolean endsLine) {
    if (matched < tag.length() || !endsLine) {
      passMatched();
      return;
    }
    matched = 0;
    thought = true;
    closed = answered;
    answered = false;
  }

  private void setApart() {
    if (closed) {
      closed = false;
      out.thoughtSoFar();
    }
  }

  private void passMatched() {
    char[] literal = tag.substring(0, matched).toCharArray();
    matched = 0;
    pass(literal, 0, literal.length);
  }

  private void pass(char[] characters, int from, int to) {
    if (thinking) {
      out.thinking(characters, from, to - from);
      return;
    }
    int start = answered ? from : begin(characters, from, to);
    if (start < to) {
      watchCode(characters, start, to);
      last = characters[to - 1];
      out.text(characters, start, to - start);
    }
  }

  /** Where the answer begins, if it does. */
  private int begin(char[] characters, int from, int to) {
    int word = from;
    while (word < to && Character.isWhitespace(characters[word])) {
      word++;
    }
    blanks.append(characters, from, word - from);
    if (word < to || blanks.length() > MOST_BLANKS) {
      answered = true;
      setApart();
      if (!thought) {
        passBlanks();
      }
      blanks.setLength(0);
    }
    return word;
  }

  private void passBlanks() {
    if (!blanks.isEmpty()) {
      last = blanks.charAt(blanks.length() - 1);
      out.text(blanks.toString().toCharArray(), 0, blanks.length());
    }
  }

  private void watchCode(char[] characters, int from, int to) {
    for (int i = from; i < to; i++) {
      ticks = characters[i] == '`' ? ticks + 1 : 0;
      inCode ^= ticks == 3;
    }
  }

  private boolean isAtLineStart() {
    return !answered || isLineBreak(last);
  }

  private static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
