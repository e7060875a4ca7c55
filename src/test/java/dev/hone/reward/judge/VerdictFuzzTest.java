package dev.hone.reward.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Usage;
import dev.hone.reward.judge.AnswerReader.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of a verdict, whatever a judge writes. */
class VerdictFuzzTest {

  private static final Pattern PROTOCOL =
      Pattern.compile(
          "(?is)OPENreasonCLOSE(.*?)OPEN/GAPreasonCLOSE.*?OPENviolationCLOSE(.*?)OPEN/GAPviolationCLOSE"
              .replace("OPEN", "(?:\\\\?<|&lt;)GAP")
              .replace("CLOSE", "GAP(?:\\\\?>|&gt;)")
              .replace("GAP", "[ \n]{0,8}+"));

  private static final Pattern TAG =
      Pattern.compile(
          "(?i)(?:\\\\?<|&lt;)GAP(?:/GAP)?(?:reason|violation)GAP(?:\\\\?>|&gt;)"
              .replace("GAP", "[ \n]{0,8}+"));

  record Read(String shown, Optional<Reply> reply) {}

  @Provide
  Arbitrary<String> answers() {
    return Arbitraries.of(
            "<reason>",
            "</reason>",
            "<violation>",
            "</violation>",
            "< reason >",
            "\\<violation\\>",
            "&lt;/violation&gt;",
            "&lt;",
            "\\",
            "<REASON>",
            "</Reason>",
            "<",
            "</",
            "<reas",
            "on>",
            "violation>",
            ">",
            " ",
            "\n",
            "a",
            "none",
            "1",
            "2",
            ",",
            "é",
            "\uD83D\uDE42",
            "\u0000",
            "\u0130",
            "\u017F")
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> verdicts() {
    return Arbitraries.of(
            "none", "NONE", "1", "2", "9", "0", "-1", "+1", "1.0", "01", "99999", ",", ", ", " ",
            "\n", "and", "\u0661", "\u00A0", "[", "]", "**", ".", "- ", "rubric ", ";", "(", "\"")
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 5000)
  void isTheSameHoweverTheAnswerIsCut(
      @ForAll("answers") String answer,
      @ForAll @Size(max = 8) List<@IntRange(max = 200) Integer> places) {
    Read whole = read(List.of(answer));

    assertEquals(whole.reply(), read(pieces(new StringBuilder(answer), places)).reply());
    assertEquals(whole.reply(), read(List.of(answer.split(""))).reply());
  }

  @Property(tries = 5000)
  void isReadOnlyFromAnAnswerThatFollowsTheProtocol(@ForAll("answers") String answer) {
    Matcher said = PROTOCOL.matcher(answer);
    boolean follows =
        TAG.matcher(answer).results().count() == 4 && said.find() && !said.group(1).isBlank();

    Optional<Reply> expected =
        follows
            ? Optional.of(new Reply(said.group(1).strip(), said.group(2).strip()))
            : Optional.empty();
    assertEquals(expected, read(List.of(answer)).reply());
  }

  @Property(tries = 5000)
  void noTextThatTheFenceHasMadeHarmlessHasATag(@ForAll("answers") String answer) {
    String whole =
        "<reason>It says: " + Fence.harmless(answer) + "</reason><violation>1</violation>";

    assertEquals("1", read(List.of(whole)).reply().orElseThrow().verdict());
  }

  @Property(tries = 2000)
  void showsTheCritiqueThatItReads(@ForAll("answers") String answer) {
    Read read = read(List.of(answer.split("")));

    read.reply().ifPresent(reply -> assertEquals(reply.reason(), read.shown().strip()));
  }

  @Property(tries = 5000)
  void violationsAreOfRubricsThatThereAre(
      @ForAll("verdicts") String verdict, @ForAll @IntRange(min = 1, max = 9) int rubrics) {
    Optional<Set<Integer>> violated = Violations.in(verdict.strip(), rubrics);

    violated.ifPresent(
        set -> {
          assertTrue(set.stream().allMatch(number -> number >= 1 && number <= rubrics));
          assertEquals(said(verdict).equalsIgnoreCase("none"), set.isEmpty());
        });
  }

  @Property(tries = 5000)
  void theBestIsOneOfTheAnswers(
      @ForAll("verdicts") String verdict, @ForAll @IntRange(min = 1, max = 9) int answers) {
    Choice choice =
        new Choice(
            null,
            answers,
            (said, best) -> {
              assertTrue(best >= 0 && best < answers, "best " + best);
              assertEquals(said(verdict), String.valueOf(best + 1));
              return new Evaluation(1.0, List.of(), null, null, "", Usage.NONE, null);
            });

    choice.evaluation(new Reply("because", verdict.strip()), Usage.NONE);
  }

  private static String said(String verdict) {
    return verdict.replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static List<String> pieces(StringBuilder text, List<Integer> places) {
    List<String> pieces = new ArrayList<>();
    for (int place : places) {
      int at = place % (text.length() + 1);
      pieces.add(text.substring(0, at));
      text.delete(0, at);
    }
    pieces.add(text.toString());
    return pieces;
  }

  private static Read read(List<String> pieces) {
    AnswerReader reader = AnswerReader.ofVerdict(Violations.TAG);
    StringBuilder shown = new StringBuilder();
    pieces.forEach(piece -> shown.append(reader.take(piece)));
    return new Read(shown.toString(), reader.reply());
  }
}
