package dev.hone.reward.param;

import java.util.Comparator;
import java.util.List;

/** Names that a caller wrote, in messages. */
public final class Names {

  private static final int LONGEST = 60;
  private static final int MOST_SUGGESTIONS = 3;

  private Names() {}

  /** A caller's name may be of any length; a message may not. */
  public static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST)) + "…";
  }

  /** The few that a mistyped name may have meant, the nearest first; may be none. */
  public static List<String> nearest(String name, List<String> known) {
    if (name.length() > LONGEST) {
      return List.of();
    }
    return known.stream()
        .filter(each -> distance(name, each) <= Math.max(2, each.length() / 3))
        .sorted(Comparator.comparingInt(each -> distance(name, each)))
        .limit(MOST_SUGGESTIONS)
        .toList();
  }

  /** Levenshtein's: how many letters to add, drop or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
