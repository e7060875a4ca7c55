package dev.hone.reward.rule;

import java.util.ArrayList;
import java.util.List;

/** Fenced blocks of Python in a Markdown text. */
final class CodeBlocks {

  private static final String FENCE = "```";
  private static final String LANGUAGE = "python";
  private static final String CLOSING = "\n```";

  private CodeBlocks() {}

  /** What is in fences that name Python or nothing and are closed on a line of their own. */
  static List<String> in(String text) {
    List<String> blocks = new ArrayList<>();
    int fence = text.indexOf(FENCE);
    while (fence >= 0) {
      int start = start(text, fence + FENCE.length());
      int end = start < 0 ? -1 : text.indexOf(CLOSING, start);
      if (start >= 0 && end < 0) {
        return blocks;
      }
      if (start >= 0) {
        blocks.add(text.substring(start, end));
      }
      fence = text.indexOf(FENCE, start < 0 ? fence + 1 : end + CLOSING.length());
    }
    return blocks;
  }

  private static int start(String text, int afterFence) {
    int line = text.startsWith(LANGUAGE, afterFence) ? afterFence + LANGUAGE.length() : afterFence;
    return line < text.length() && text.charAt(line) == '\n' ? line + 1 : -1;
  }
}
