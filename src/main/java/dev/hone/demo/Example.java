package dev.hone.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A question with hand-written drafts, each better than the one before.
 *
 * @param words a question that has all of them is this one; each may name alternatives, {@code
 *     sea|ocean}
 * @param thinking what the model thinks before each draft; may be empty
 * @param critiques critiques[k] leads from draft k to the next
 */
record Example(
    String question,
    List<String> words,
    String thinking,
    List<String> drafts,
    List<String> critiques) {

  static Example load(String path) {
    Script script = Script.load(path);
    Example example =
        new Example(
            script.text("question"),
            List.of(script.text("words").split("\\s+")),
            script.text("thinking"),
            script.all("draft"),
            script.all("critique"));
    if (example.drafts.isEmpty() || example.critiques.size() != example.drafts.size() - 1) {
      throw new IllegalArgumentException(path + " needs a critique between any two drafts");
    }
    return example;
  }

  boolean answers(String asked) {
    Set<String> said = new HashSet<>(List.of(asked.toLowerCase(Locale.ROOT).split("\\W+")));
    return words.stream().allMatch(word -> Stream.of(word.split("\\|")).anyMatch(said::contains));
  }

  /** The draft of a round; the last ones again when there is none. */
  String draft(int round) {
    return drafts.get(Math.min(round, drafts.size() - 1));
  }

  /** The critique of exactly this draft; empty text if there is none. */
  String critiqueOf(String candidate) {
    int draft = drafts.indexOf(candidate.strip());
    return draft < 0 || draft >= critiques.size() ? "" : critiques.get(draft);
  }
}
