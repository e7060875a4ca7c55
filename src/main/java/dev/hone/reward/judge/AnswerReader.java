package dev.hone.reward.judge;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a judge's answer while it is written. It must be {@code <reason>…</reason>} and then, where
 * one was asked for, the verdict in its tag, each exactly once and in this order; text before,
 * between and after is passed over, so a Markdown fence around it does no harm. Anything else can't
 * be parsed, for a guess could be a score that nobody gave.
 *
 * <p>Whatever could become a tag ({@link Tags}) is held back until it is clear, at most a tag's
 * length.
 */
final class AnswerReader {

  private static final String REASON = "reason";
  private static final int IN_REASON = 1;
  private static final int IN_VERDICT = 3;

  /** In the order in which they must come. */
  private final List<String> protocol;

  private final Tags tags;
  private final StringBuilder reason = new StringBuilder();
  private final StringBuilder verdict = new StringBuilder();
  private String held = "";
  private int passed; // how many of the tags
  private boolean broken;

  private AnswerReader(List<String> names) {
    this.tags = new Tags(names);
    this.protocol =
        names.stream().flatMap(name -> Stream.of("<" + name + ">", "</" + name + ">")).toList();
  }

  /** Reads a reason and a verdict in a tag of this name. */
  static AnswerReader ofVerdict(String tag) {
    return new AnswerReader(List.of(REASON, tag));
  }

  /** Reads a reason alone; its verdict is empty. */
  static AnswerReader ofReason() {
    return new AnswerReader(List.of(REASON));
  }

  /** What a judge said; both without surrounding white space, and the reason not empty. */
  record Reply(String reason, String verdict) {}

  /** Takes the next piece and gives what it adds to the critique; empty if nothing. */
  String take(String piece) {
    int shown = reason.length();
    String text = held + piece;
    held = "";
    int from = 0;
    int open = Tags.next(text, 0);
    while (open >= 0) {
      int end = tags.end(text, open);
      if (end == Tags.UNCLEAR) {
        held = text.substring(open);
        break;
      }
      if (end != Tags.NONE) {
        add(text, from, open);
        pass(tags.found());
        from = end;
      }
      open = Tags.next(text, end == Tags.NONE ? open + 1 : end);
    }
    add(text, from, text.length() - held.length());
    return reason.substring(shown);
  }

  /**
   * The judge had nothing more to say. So a verdict of nothing that it left open is whole; a number
   * might have gone on.
   */
  void finished() {
    if (passed == IN_VERDICT && !broken && Verdict.isNone(verdict + held)) {
      verdict.append(held);
      held = "";
      passed++;
    }
  }

  /** The whole answer, once nothing more comes; empty if it can't be parsed. */
  Optional<Reply> reply() {
    boolean whole = !broken && passed == protocol.size() && !reason.toString().isBlank();
    return whole
        ? Optional.of(new Reply(reason.toString().strip(), verdict.toString().strip()))
        : Optional.empty();
  }

  private void pass(String tag) {
    broken |= passed >= protocol.size() || !tag.equals(protocol.get(passed));
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
