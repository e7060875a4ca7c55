package dev.hone.demo;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What makes an answer good, as far as the demo model can see it: something to find in a text, to
 * ask for in a critique, to recognise there, and to add. The order is the one in which a writer who
 * isn't told takes care of them.
 */
enum Feature {
  /** It makes an attempt at all. */
  CORE(
      "(?m)```|^[^\\n]+\\n[^\\n]+\\n",
      "(?i)\\battempt|\\bactually answer",
      "(?i)efficien|attempt|perform the|intent|relevan|refus|offen|discriminat|harm|on.topic"
          + "|grammar|spelling|polite|\\btone\\b",
      "So far this is no real attempt: actually answer the question, in a few full sentences."),
  EXAMPLE(
      "(?i)\\b(for example|for instance|imagine|picture this|say you)\\b",
      "(?i)\\bexamples?\\b|\\bconcrete",
      "(?i)example|concret|specific|illustrat|practical|actionable|vivid|image|creativ|original"
          + "|depth|engag",
      "Nothing is concrete yet: add one example that the reader can picture."),
  STRUCTURE(
      "(?m)(^(\\d+\\.|[-*>|]) .*\\n?([ \\t]*\\n| {2,}.*\\n){0,9}){3}|```|<br>",
      "(?i)\\b(lists?|bullet|bullets|structure|steps|table)\\b",
      "(?i)structur|\\blist|format|organi[sz]|\\bstep|clear|clarity|readab|table|order|logic|flow"
          + "|coheren",
      "It reads as one block: give it structure, best a short list."),
  CAVEAT(
      "(?i)\\b(keep in mind|caveat|be careful|that said|does not mean|worth knowing|beware)\\b",
      "(?i)\\bcaveats?\\b|\\blimits?\\b|misunderst|misconception",
      "(?i)redirect|misguid|ill-informed|honest|caveat|limit|uncertain|calibrat|accura|correct"
          + "|fact|risk|caution|sensitiv|safe|careful|alternativ|capabilit|source",
      "It promises too much: name the one caveat that matters, and what to do instead."),
  QUESTION(
      "(?i)\\b(tell me|let me know|would you like)\\b",
      "(?i)\\bask (the|your|a|what|which|when|who|how|for|back)\\b|missing details|follow-up",
      "(?i)follow-up|\\bask|inquir|enquir|missing|detail|clarif|context|complete|cultur|reader"
          + "|audience|personal|tailor",
      "You guess what the reader needs: ask for the missing details at the end."),
  SUMMARY(
      "\\A\\s*\\*\\*",
      "(?i)summar|\\bup front\\b|\\bone sentence\\b",
      "(?i)summar|concis|brief|short|up front|main point|key point|direct|simple|plain|easy",
      "The point comes late: put a one-sentence summary up front.");

  /** Fewer words than this are an attempt only if they are verse or code. */
  private static final int FEWEST_WORDS = 25;

  private final Pattern inText;
  private final Pattern inFeedback;
  private final Pattern inRubric;
  private final String request;

  Feature(String inText, String inFeedback, String inRubric, String request) {
    this.inText = Pattern.compile(inText);
    this.inFeedback = Pattern.compile(inFeedback);
    this.inRubric = Pattern.compile(inRubric);
    this.request = request;
  }

  boolean isIn(String text) {
    return inText.matcher(text).find() || this == CORE && words(text) >= FEWEST_WORDS;
  }

  /** Whether this feedback asks for it. */
  boolean isAskedFor(String feedback) {
    return inFeedback.matcher(feedback).find();
  }

  /** Where in a rubric's text it is first meant; -1 if nowhere. */
  int placeIn(String rubric) {
    var matcher = inRubric.matcher(rubric);
    return matcher.find() ? matcher.start() : -1;
  }

  /** How a critique asks for it. */
  String request() {
    return request;
  }

  static Set<Feature> in(String text) {
    return all().stream()
        .filter(feature -> feature.isIn(text))
        .collect(Collectors.toCollection(Feature::none));
  }

  static Set<Feature> askedForIn(String feedback) {
    return all().stream()
        .filter(feature -> feature.isAskedFor(feedback))
        .collect(Collectors.toCollection(Feature::none));
  }

  static Set<Feature> missingIn(String text) {
    Set<Feature> missing = all();
    missing.removeAll(in(text));
    return missing;
  }

  static EnumSet<Feature> all() {
    return EnumSet.allOf(Feature.class);
  }

  static EnumSet<Feature> none() {
    return EnumSet.noneOf(Feature.class);
  }

  static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}
