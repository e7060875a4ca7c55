package dev.hone.reward.judge;

import java.util.List;
import java.util.Optional;

/**
 * Reads a judge's answer while it is written. It must be {@code <reason>…</reason>} and then, where
 * one was asked for, the verdict in its tag, each exactly once and in this order; text before,
 * between and after is passed over, so a Markdown fence around it does no harm. Anything else can't
 * be parsed, for a guess could be a score that nobody gave.
 *
 * <p>Tags are recognised in any case of ASCII, and only as they stand in the prompt: without blanks
 * and attributes. Whatever could become a tag is held back until it is clear, at most a tag's
 * length.
 */
final class AnswerReader {

  private static final int IN_REASON = 1;
  private static final int IN_VERDICT = 3;

  private final List<String> tags;
  private final StringBuilder reason = new StringBuilder();
  private final StringBuilder verdict = new StringBuilder();
  private String held = "";
  private int passed; // how many of the tags
  private boolean broken;

  private AnswerReader(List<String> tags) {
    this.tags = tags;
  }

  /** Reads a reason and a verdict in a tag of this name. */
  static AnswerReader ofVerdict(String tag) {
    return new AnswerReader(List.of("<reason>", "</reason>", "<" + tag + ">", "</" + tag + ">"));
  }

  /** Reads a reason alone; its verdict is empty. */
  static AnswerReader ofReason() {
    return new AnswerReader(List.of("<reason>", "</reason>"));
  }

  /** What a judge said; both without surrounding white space, and the reason not empty. */
  record Reply(String reason, String verdict) {}

  /** Takes the next piece and gives what it adds to the critique; empty if nothing. */
  String take(String piece) {
    int shown = reason.length();
    String text = held + piece;
    held = "";
    int from = 0;
    int open = text.indexOf('<');
    while (open >= 0) {
      String tag = tagAt(text, open);
      if (tag != null) {
        add(text, from, open);
        pass(tag);
        from = open + tag.length();
        open = text.indexOf('<', from);
      } else if (mayBecomeTag(text, open)) {
        held = text.substring(open);
        break;
      } else {
        open = text.indexOf('<', open + 1);
      }
    }
    add(text, from, text.length() - held.length());
    return reason.substring(shown);
  }

  /** The whole answer, once nothing more comes; empty if it can't be parsed. */
  Optional<Reply> reply() {
    boolean whole = !broken && passed == tags.size() && !reason.toString().isBlank();
    return whole
        ? Optional.of(new Reply(reason.toString().strip(), verdict.toString().strip()))
        : Optional.empty();
  }

  private String tagAt(String text, int at) {
    for (String tag : tags) {
      if (stands(tag, tag.length(), text, at)) {
        return tag;
      }
    }
    return null;
  }

  private boolean mayBecomeTag(String text, int at) {
    int length = text.length() - at;
    return tags.stream().anyMatch(tag -> length < tag.length() && stands(tag, length, text, at));
  }

  /** Not by Unicode's rules for case, which take a long s for an s. */
  private static boolean stands(String tag, int length, String text, int at) {
    if (length > text.length() - at) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(at + i);
      if (tag.charAt(i) != (c >= 'A' && c <= 'Z' ? c + 32 : c)) {
        return false;
      }
    }
    return true;
  }

  private void pass(String tag) {
    broken |= passed >= tags.size() || !tag.equals(tags.get(passed));
    passed++;
  }

  private void add(String text, int from, int to) {
    if (broken) {
      return;
    }
    if (passed == IN_REASON) {
      addReason(text, from, to);
    } else if (passed == IN_VERDICT) {
      verdict.append(text, from, to);
    }
  }

  /** Without white space in front, so that a critique never begins with nothing. */
  private void addReason(String text, int from, int to) {
    int start = from;
    while (reason.isEmpty() && start < to && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    reason.append(text, start, to);
  }
}
