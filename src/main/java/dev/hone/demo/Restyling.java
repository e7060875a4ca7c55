package dev.hone.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Changes a finished Markdown text as a person asked. */
final class Restyling {

  private static final int SHORT_LIST = 3;
  private static final Pattern LIST_ITEM = Pattern.compile("(\\d+\\.|[-*]) .*");
  private static final Pattern FIRST_SENTENCE =
      Pattern.compile("(?s)\\A(.{20,}?[.?!][*)”\"]*)(?=\\s+[A-Z“*(]).*");
  private static final Pattern SEMICOLON = Pattern.compile("(?s)\\A(.{12,}?);.*");
  private static final Pattern UNTOUCHABLE = Pattern.compile("^[>|]|```");
  private static final String LEAD = "**In short:**";
  private static final String SIMPLE_LEAD = "**In very simple words:**";
  private static final String ENGLISH_ONLY =
      "*(The demo model writes only English; with an `OPENAI_API_KEY` Hone answers in any"
          + " language.)*";
  private static final Map<String, String> SIMPLE_WORDS =
      Map.ofEntries(
          Map.entry("approximately", "about"),
          Map.entry("probability", "chance"),
          Map.entry("probabilities", "chances"),
          Map.entry("therefore", "so"),
          Map.entry("however", "but"),
          Map.entry("requires", "needs"),
          Map.entry("molecules", "tiny bits of air"),
          Map.entry("wavelengths", "colours"),
          Map.entry("interference", "a clever way of cancelling"),
          Map.entry("superposition", "being both at once"),
          Map.entry("mechanism", "way it works"),
          Map.entry("optimisation", "finding the best way"),
          Map.entry("criteria", "points"),
          Map.entry("constraints", "limits"));

  private Restyling() {}

  static String apply(Set<Style> styles, String text) {
    String styled = text;
    if (styles.contains(Style.SHORTER)) {
      styled = shorter(styled);
    }
    if (styles.contains(Style.SIMPLER)) {
      styled = simpler(styled);
    }
    return styles.contains(Style.OTHER_LANGUAGE) ? styled + "\n\n" + ENGLISH_ONLY : styled;
  }

  /**
   * Of each paragraph the first sentence, of each list the first items, nothing of what only adds
   * to a summary; verse, tables and code stay.
   */
  private static String shorter(String text) {
    boolean summary = Feature.SUMMARY.isIn(text);
    List<String> blocks = new ArrayList<>();
    for (String block : text.split("\n\n")) {
      if (UNTOUCHABLE.matcher(block).find()) {
        blocks.add(block);
      } else if (LIST_ITEM.matcher(block).lookingAt()) {
        blocks.add(shortList(block));
      } else if (!summary || !Feature.in(block).equals(Set.of(Feature.CORE))) {
        blocks.add(firstSentence(block));
      }
    }
    return String.join("\n\n", blocks);
  }

  private static String shortList(String block) {
    return String.join(
        "\n", block.lines().limit(SHORT_LIST).map(Restyling::firstSentence).toList());
  }

  private static String firstSentence(String text) {
    String sentence = FIRST_SENTENCE.matcher(text).replaceFirst("$1");
    return SEMICOLON.matcher(sentence).replaceFirst("$1.");
  }

  private static String simpler(String text) {
    String simple = text;
    for (Map.Entry<String, String> word : SIMPLE_WORDS.entrySet()) {
      simple = simple.replaceAll("\\b" + word.getKey() + "\\b", word.getValue());
    }
    return simple.startsWith(LEAD)
        ? SIMPLE_LEAD + simple.substring(LEAD.length())
        : SIMPLE_LEAD + "\n\n" + simple;
  }
}
