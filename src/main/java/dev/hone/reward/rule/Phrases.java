package dev.hone.reward.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Texts to look for in another. */
record Phrases(List<String> all, boolean ignoreCase) {

  /** Looking for these in a short text takes a few milliseconds at most, however alike both are. */
  private static final int FEW = 1000;

  /** Their characters by those of the text: a second or two. */
  private static final long MOST_STEPS = 2_000_000_000L;

  /** Whether to look for these takes more than a moment. */
  static boolean areMany(List<String> phrases) {
    return characters(phrases) > FEW;
  }

  private static long characters(List<String> phrases) {
    return phrases.stream().mapToLong(String::length).sum();
  }

  List<String> foundIn(String text) {
    if (characters(all) * text.length() > MOST_STEPS) {
      throw new Rule.TooMuch("The answer is too long to look for so many texts in it.");
    }
    String looked = folded(text);
    return all.stream().filter(phrase -> looked.contains(folded(phrase))).toList();
  }

  List<String> missingIn(String text) {
    Set<String> found = new HashSet<>(foundIn(text));
    return all.stream().filter(phrase -> !found.contains(phrase)).toList();
  }

  double share(List<String> some) {
    return (double) some.size() / all.size();
  }

  static String quoted(List<String> phrases) {
    return phrases.stream().map(phrase -> "“" + phrase + "”").collect(Collectors.joining(", "));
  }

  private String folded(String text) {
    return ignoreCase ? PythonText.lower(text).replace('ς', 'σ') : text;
  }
}
