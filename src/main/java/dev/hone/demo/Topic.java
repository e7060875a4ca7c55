package dev.hone.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a question is about, in the asker's own words turned round ("my" becomes "your").
 *
 * @param text fits the scripts of its kind: what comes after "to" for {@link Kind#HOW_TO}, else a
 *     noun phrase
 */
record Topic(Kind kind, String text) {

  enum Kind {
    CODE(
        "(?:write|create|implement|show|give|make|build)(?: me)? (.*\\b(?:code|function|script|sql"
            + "|regex|query|program|class|algorithm|method)\\b.*)"),
    /** Its text is the question in quotes: turned into a clause it would often be wrong. */
    WHY(
        "((?:why|how come|how (?:do|does|did) (?!i |you |we |one |.* works?$)|what (?:causes|makes|happens)).*)"),
    VERSE(
        "(?:write|compose|create|make|tell)(?: me| us)? (?:an?|some|the)?.*?\\b(?:poem|haiku|story"
            + "|song|limerick|verses?|tale|joke)s?\\b(?:.*?\\b(?:about|on|of|for)\\b (.*))?"),
    LETTER("(?:write|draft|compose|create)(?: me| us)? (.*)"),
    PLAN("(?:plan|organi[sz]e|schedule|prepare|design|suggest)(?: me| us)? (.*)"),
    HOW_TO(
        "(?:how (?:do|can|could|should|would|might) (?:i|you|we|one|people) (?:best )?"
            + "|how to |help me (?:to )?|teach me (?:how )?to |show me how to |i want to )(.*)"),
    COMPARE(
        "(?:what(?:'s| is) |explain )?(?:the )?(?:differences? between |compare |which is better,? )"
            + "(.*)|(.* (?:vs\\.?|versus) .*)"),
    EXPLAIN(
        "(?:what(?:'s| is| are| was| were) |explain (?:to me )?(?:what |the concept of )?"
            + "|describe |define |tell me about |who (?:is|was|are) |summari[sz]e |teach me "
            + "|how (?:do|does|did) (?=.* works?\\b))(.*)"),
    /** Anything else; its text is the question in quotes. */
    GENERAL("\\b\\B");

    private final Pattern pattern;

    Kind(String pattern) {
      this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    String file() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Null if the question is of another kind. */
    private String textIn(String question) {
      Matcher matcher = pattern.matcher(question);
      if (!matcher.matches()) {
        return null;
      }
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (matcher.group(group) != null && !matcher.group(group).isBlank()) {
          return matcher.group(group).strip();
        }
      }
      return this == VERSE ? "the evening" : null;
    }
  }

  /** The patterns are for questions, not for books. */
  private static final int READ_CHARACTERS = 1000;

  private static final int LONGEST = 14;
  private static final Pattern COURTESY =
      Pattern.compile(
          "(?i)^(?:(?:hi|hello|hey|ok|okay|so|please|kindly|(?:can|could|would|will) you"
              + "(?: please)?)[,!]?\\s+)+");
  private static final Pattern AUDIENCE =
      Pattern.compile(
          "(?i)(?:,?\\s+(?:works?|please|in (?:very )?(?:simple|plain|short|a few).*|simply|briefly"
              + "|(?:to|for|as if to) (?:a|an|my) (?:\\w+[- ])*(?:child|kid|beginner|layman|old).*"
              + "|like i'?m .*|step by step))+$");
  private static final Pattern PRONOUN =
      Pattern.compile("(?i)\\b(my|mine|i|me|our|us|myself|i'm|am)\\b");
  private static final Map<String, String> TURNED =
      Map.of(
          "my",
          "your",
          "mine",
          "yours",
          "i",
          "you",
          "me",
          "you",
          "our",
          "your",
          "us",
          "you",
          "myself",
          "yourself",
          "i'm",
          "you are",
          "am",
          "are");

  static Topic of(String question) {
    String asked = asked(question);
    for (Kind kind : Kind.values()) {
      String text = kind.textIn(asked);
      if (text != null && kind == Kind.WHY) {
        return new Topic(kind, "“" + brief(asked) + "?”");
      }
      if (text != null) {
        return new Topic(kind, brief(turned(AUDIENCE.matcher(text).replaceFirst(""))));
      }
    }
    return new Topic(Kind.GENERAL, asked.isEmpty() ? "your question" : "“" + brief(asked) + "”");
  }

  /** As a noun phrase. */
  String shown() {
    return kind == Kind.HOW_TO ? "how to " + text : text;
  }

  String capitalised() {
    int first = text.startsWith("“") ? 1 : 0;
    return text.substring(0, first)
        + text.substring(first, first + 1).toUpperCase(Locale.ROOT)
        + text.substring(first + 1);
  }

  /** The sentence that asks, without courtesies and the mark at its end. */
  private static String asked(String question) {
    List<String> sentences = new ArrayList<>();
    String start = question.substring(0, Math.min(question.length(), READ_CHARACTERS));
    Stream.of(start.strip().split("(?<=[.?!])\\s+|\\n+"))
        .map(String::strip)
        .filter(sentence -> !sentence.isEmpty())
        .forEach(sentences::add);
    String sentence =
        sentences.stream()
            .filter(asking -> asking.endsWith("?"))
            .findFirst()
            .orElse(sentences.isEmpty() ? "" : sentences.get(0));
    return COURTESY.matcher(sentence).replaceFirst("").replaceAll("[.?!:\\s]+$", "");
  }

  private static String turned(String text) {
    return PRONOUN
        .matcher(text)
        .replaceAll((MatchResult word) -> TURNED.get(word.group(1).toLowerCase(Locale.ROOT)));
  }

  private static String brief(String text) {
    String[] words = text.replaceAll("[*`<>\\[\\]#]", "").strip().split("\\s+");
    return words.length <= LONGEST
        ? String.join(" ", words)
        : Stream.of(words).limit(LONGEST).collect(Collectors.joining(" ")) + " …";
  }
}
