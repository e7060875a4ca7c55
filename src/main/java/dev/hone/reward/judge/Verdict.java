package dev.hone.reward.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The words of a verdict. Only what can mean one thing is read: Markdown, quotation marks and
 * brackets around it say nothing, but a sentence, a remark or a number that isn't plain might say
 * anything.
 */
final class Verdict {

  /** Longer than any list of rubrics; whatever it is, it is no verdict. */
  private static final int LONGEST = 100_000;

  private static final String DRESS = "*_`\"'[]()#\u201C\u201D\u2018\u2019";

  private static final Pattern BLANKS = Pattern.compile("\\s++");

  /** It may as well mean that what follows is not so. */
  private static final Pattern EMPTY_BOX = Pattern.compile("\\[\\s*+\\]");

  private static final Pattern BULLET = Pattern.compile("(?m)^ ?[-\u2022] ");
  private static final Pattern LABEL = Pattern.compile("(?i)^rubrics? ");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,3}");

  private static final Pattern BETWEEN =
      Pattern.compile(
          "\\s?[,;\uFF0C\u3001\uFF1B]\\s?(?:(?:and|&)\\s)?|\\sand\\s|\\s?&\\s?|\n",
          Pattern.CASE_INSENSITIVE);

  private Verdict() {}

  static boolean isNone(String said) {
    return bare(said).equalsIgnoreCase("none");
  }

  /** A number from 1 and nothing else. */
  static Optional<Integer> number(String said) {
    return plainNumber(bare(said));
  }

  /** Numbers from 1 as a list, with or without the word before them; empty if it says more. */
  static Optional<List<Integer>> numbers(String said) {
    List<Integer> numbers = new ArrayList<>();
    for (String item : BETWEEN.split(bare(said), -1)) {
      String named = LABEL.matcher(undressed(item, "")).replaceFirst("");
      Optional<Integer> number = plainNumber(undressed(named, ""));
      if (number.isEmpty()) {
        return Optional.empty();
      }
      numbers.add(number.get());
    }
    return Optional.of(numbers);
  }

  private static Optional<Integer> plainNumber(String word) {
    return NUMBER.matcher(word).matches() ? Optional.of(Integer.valueOf(word)) : Optional.empty();
  }

  /** Without what is around it, with bullets and a full stop; each gap is one sign. */
  private static String bare(String said) {
    if (said.length() > LONGEST || EMPTY_BOX.matcher(said).find()) {
      return "";
    }
    String lines =
        BLANKS.matcher(said).replaceAll(gap -> gap.group().matches("[^\n\r]*") ? " " : "\n");
    return undressed(BULLET.matcher(lines).replaceAll(""), ".");
  }

  /** Without dress at both ends, and at its end without these signs either. */
  private static String undressed(String word, String endsWith) {
    int from = 0;
    int to = word.length();
    while (from < to && isAround(word.charAt(from), "")) {
      from++;
    }
    while (from < to && isAround(word.charAt(to - 1), endsWith)) {
      to--;
    }
    return word.substring(from, to);
  }

  private static boolean isAround(char c, String others) {
    return Character.isWhitespace(c) || DRESS.indexOf(c) >= 0 || others.indexOf(c) >= 0;
  }
}
