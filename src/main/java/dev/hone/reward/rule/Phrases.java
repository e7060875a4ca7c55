package dev.hone.reward.rule;

import java.util.List;
import java.util.stream.Collectors;

/** Texts to look for in another. */
record Phrases(List<String> all, boolean ignoreCase) {

  List<String> foundIn(String text) {
    String looked = folded(text);
    return all.stream().filter(phrase -> looked.contains(folded(phrase))).toList();
  }

  List<String> missingIn(String text) {
    List<String> found = foundIn(text);
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
