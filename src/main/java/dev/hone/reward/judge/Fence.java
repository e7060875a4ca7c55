package dev.hone.reward.judge;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Marks off what others wrote in a judge's prompt. Its tag is random and new for every call, so
 * that no text can close it; whatever looks like a tag of the protocol in the text is made
 * harmless, so that nobody can write the judge's answer for it. So is what might become one where a
 * judge quotes it decoded: a sign that opens, and an entity behind it.
 *
 * @param tag for example {@code data-3f9a0c1b2d4e5f60}
 */
record Fence(String tag) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 8;

  /** Signs that a reader, though not our parser, may take for the beginning of a tag. */
  private static final String SIGNS = "<\uFF1C\uFE64";

  /** Or that sign as HTML writes it where it is to be no tag, which our parser takes for one. */
  private static final String ENTITY = "(?i:&(?:amp;)*+(?:lt|#0*+60|#x0*+3c);?)";

  private static final String OPENING = "(?:[" + SIGNS + "]|" + ENTITY + ")";
  private static final String GAP = "[\\s\\p{Z}\\p{Cf}]*+";

  private static final Pattern PROTOCOL =
      Pattern.compile(
          OPENING
              + "(?="
              + GAP
              + "(?:[/\uFF0F]"
              + GAP
              + ")?+(?:(?:"
              + List.of("reason", "violation", "best", "think").stream()
                  .map(Fence::inAnyDress)
                  .collect(Collectors.joining("|"))
              + ")(?![\\p{L}\\p{N}_-])|"
              + inAnyDress("data-")
              + "|&(?i:#|sol;)))");

  static Fence random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Fence("data-" + HexFormat.of().formatHex(bytes));
  }

  /** The text as data: inside the fence, without a live tag. */
  String around(String text) {
    return "<" + tag + ">\n" + harmless(text) + "\n</" + tag + ">";
  }

  /** The text with {@code ‹} where a tag of the protocol would open; all else stays as it is. */
  static String harmless(String text) {
    return mayOpen(text) ? PROTOCOL.matcher(text).replaceAll("‹") : text;
  }

  private static boolean mayOpen(String text) {
    for (int i = 0; i < SIGNS.length(); i++) {
      if (text.indexOf(SIGNS.charAt(i)) >= 0) {
        return true;
      }
    }
    return text.indexOf('&') >= 0;
  }

  /** A word in upper, lower and full width, with or without invisible signs in it. */
  private static String inAnyDress(String word) {
    return word.chars().mapToObj(Fence::letter).collect(Collectors.joining("\\p{Cf}*+"))
        + "\\p{Cf}*+";
  }

  private static String letter(int letter) {
    int upper = Character.toUpperCase(letter);
    int toFullWidth = '\uFF01' - '!';
    return new StringBuilder("[")
        .append(letter == '-' ? "\\-" : Character.toString(letter))
        .append(letter == '-' ? "" : Character.toString(upper))
        .appendCodePoint(letter + toFullWidth)
        .appendCodePoint(upper + toFullWidth)
        .append("]")
        .toString();
  }
}
