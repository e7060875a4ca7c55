package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of thinking that is set apart, whatever a model writes. */
class ThinkFilterFuzzTest {

  record Apart(String text, String thinking) {}

  @Provide
  Arbitrary<String> answers() {
    return Arbitraries.of(
            "<think>",
            "</think>",
            "<",
            "</",
            ">",
            "think>",
            "<thin",
            "</thi",
            " ",
            "\n",
            "a",
            "b c",
            "é",
            "\uD83D\uDE42",
            "\uD83D",
            "\uDE42",
            "\u0000")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 5000)
  void areTheSameHoweverTheAnswerIsCut(
      @ForAll("answers") String answer,
      @ForAll @Size(max = 8) List<@IntRange(max = 400) Integer> places) {
    assertEquals(filtered(List.of(answer)), filtered(Cuts.pieces(answer, places)));
    assertEquals(filtered(List.of(answer)), filtered(List.of(answer.split(""))));
  }

  @Property(tries = 5000)
  void nothingIsLostButTagsAndTheWhiteSpaceBehindThem(@ForAll("answers") String answer) {
    Apart apart = filtered(List.of(answer));

    assertEquals(kept(answer), kept(apart.thinking() + apart.text()), "each character as often");
    assertTrue(isIn(apart.text(), answer), "text in its order");
    assertTrue(isIn(apart.thinking(), answer), "thinking in its order");
  }

  @Property(tries = 2000)
  void anAnswerWithoutTagsIsTextAsItStands(@ForAll("answers") String answer) {
    String plain = answer.replace("think>", "thinking>");

    assertEquals(new Apart(plain, ""), filtered(List.of(plain)));
  }

  @Property(tries = 2000)
  void whatIsBetweenThePairIsThinkingAndWhatFollowsIsTheAnswer(@ForAll("answers") String answer) {
    String quiet = answer.replace("<", "");

    Apart apart = filtered(List.of("<think>" + quiet + "</think>" + quiet));

    assertEquals(new Apart(quiet.stripLeading(), quiet), apart);
  }

  @Property(tries = 2000)
  void whatIsBeforeALineThatClosesIsThinkingToo(@ForAll("answers") String answer) {
    String quiet = answer.replace("<", "");

    Apart apart = filtered(List.of((quiet + "\n</think>\n" + quiet).split("")));

    assertEquals(quiet.stripLeading(), apart.text());
    assertEquals(quiet.strip(), apart.thinking().strip());
  }

  /** How often each character occurs but those of tags and white space. */
  private static String kept(String text) {
    String bare = text.replaceAll("</?think>", "").replaceAll("\\s", "");
    return bare.replaceAll("[<>/think]", "").chars().sorted().boxed().toList().toString();
  }

  private static boolean isIn(String part, String whole) {
    int at = 0;
    for (int i = 0; i < part.length(); i++) {
      at = whole.indexOf(part.charAt(i), at) + 1;
      if (at == 0) {
        return false;
      }
    }
    return true;
  }

  private static Apart filtered(List<String> pieces) {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    ThinkFilter filter =
        new ThinkFilter(
            new Pieces() {
              @Override
              public void text(char[] characters, int from, int length) {
                text.append(characters, from, length);
              }

              @Override
              public void thinking(char[] characters, int from, int length) {
                thinking.append(characters, from, length);
              }

              @Override
              public void thoughtSoFar() {
                thinking.append(text);
                text.setLength(0);
              }
            });
    pieces.forEach(piece -> filter.accept(piece.toCharArray(), 0, piece.length()));
    filter.end();
    return new Apart(text.toString(), thinking.toString());
  }
}
