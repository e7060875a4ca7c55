package dev.hone.reward.rule;

import java.util.ArrayList;
import java.util.List;

/** Texts between {@code <name>} and {@code </name>}, found in one pass. */
record Tags(String open, String close) {

  static Tags named(String name) {
    return new Tags("<" + name + ">", "</" + name + ">");
  }

  /** What stands in each, up to the nearest closing tag. */
  List<String> in(String text) {
    List<String> contents = new ArrayList<>();
    int from = text.indexOf(open);
    while (from >= 0) {
      int start = from + open.length();
      int end = text.indexOf(close, start);
      if (end < 0) {
        return contents;
      }
      contents.add(text.substring(start, end));
      from = text.indexOf(open, end + close.length());
    }
    return contents;
  }

  boolean areIn(String text) {
    int from = text.indexOf(open);
    return from >= 0 && text.indexOf(close, from + open.length()) >= 0;
  }

  /** Whether both tags are there exactly once. */
  boolean areOnceIn(String text) {
    return count(open, text) == 1 && count(close, text) == 1;
  }

  boolean areBalancedIn(String text) {
    return count(open, text) == count(close, text);
  }

  private static int count(String tag, String text) {
    int count = 0;
    for (int at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + tag.length())) {
      count++;
    }
    return count;
  }
}
