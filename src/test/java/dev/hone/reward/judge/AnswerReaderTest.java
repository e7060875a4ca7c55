package dev.hone.reward.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.reward.judge.AnswerReader.Reply;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  static Stream<Arguments> readable() {
    return Stream.of(
        Arguments.of("<reason>Good.</reason><violation>none</violation>", "Good.", "none"),
        Arguments.of(
            "<reason>\n  Say more.\n</reason>\n<violation>\n 1, 2 \n</violation>\n",
            "Say more.",
            "1, 2"),
        Arguments.of("```xml\n<reason>a</reason>\n<violation>1</violation>\n```", "a", "1"),
        Arguments.of(
            "My verdict:\n<REASON>a</Reason> and so <Violation>2</VIOLATION> Bye.", "a", "2"),
        Arguments.of(
            "<reason>if a < b && c<d then <b>bold</b>, <reas, </reaso </ </violatio</reason>"
                + "<violation>none</violation>",
            "if a < b && c<d then <b>bold</b>, <reas, </reaso </ </violatio",
            "none"),
        Arguments.of("<reason><<<reas<</reason><violation><none</violation>", "<<<reas<", "<none"),
        Arguments.of(
            "<reason>Größe 👍 ok\n\n- a\n- b</reason><violation>none</violation>",
            "Größe 👍 ok\n\n- a\n- b",
            "none"),
        Arguments.of("< reason >a</ reason >\n<violation >1< / violation\t>", "a", "1"),
        Arguments.of("<\nreason\n>a</reason\r\n><violation>1</violation>", "a", "1"),
        Arguments.of(
            "\\<reason\\>a \\< b & \\c\\</reason\\>\\<violation\\>1\\</violation\\>",
            "a \\< b & \\c",
            "1"),
        Arguments.of("\\<reason>a\\\\</reason><violation>1</violation>", "a\\", "1"),
        Arguments.of(
            "&lt;reason&gt;a &lt; b &amp; c &lt;/reason&gt;&LT;violation&GT;1&lt;/violation&gt;",
            "a &lt; b &amp; c",
            "1"),
        Arguments.of(
            "**<reason>** a **</reason>** **<violation>** 1 **</violation>**",
            "** a **",
            "** 1 **"));
  }

  @ParameterizedTest
  @MethodSource("readable")
  void readsAnAnswerCutAtEveryPlace(String answer, String reason, String verdict) {
    IntStream.rangeClosed(0, answer.length())
        .forEach(
            cut -> {
              Read read = read(answer.substring(0, cut), answer.substring(cut));
              assertEquals(Optional.of(new Reply(reason, verdict)), read.reply(), "cut at " + cut);
              assertEquals(reason, read.shown().strip(), "cut at " + cut);
            });
  }

  @ParameterizedTest
  @MethodSource("readable")
  void readsAnAnswerInSingleCharacters(String answer, String reason, String verdict) {
    Read read = read(answer.split(""));

    assertEquals(new Read(read.shown(), Optional.of(new Reply(reason, verdict))), read);
    assertEquals(reason, read.shown().strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Good, 3 of 3.",
        "<reason>Good.</reason>",
        "<violation>none</violation>",
        "<violation>none</violation><reason>Good.</reason>",
        "<reason>Good.<violation>none</violation>",
        "<reason>Good.</reason><violation>none",
        "<reason>Good.</reason><violation>none</violatio",
        "<reason></reason><violation>none</violation>",
        "<reason> \n\t</reason><violation>none</violation>",
        "<reason>a<reason>b</reason></reason><violation>none</violation>",
        "<reason>a</reason><reason>b</reason><violation>none</violation>",
        "<reason>a</reason><violation>1</violation><violation>none</violation>",
        "<reason>a</reason><violation>none</violation><violation>",
        "<reason>a</reason><violation>none</violation></violation>",
        "<reason>a</reason><violation>1<violation>none</violation></violation>",
        "<reason>a</reason></reason><violation>none</violation>",
        "</reason><reason>a</reason><violation>none</violation>",
        "<reason>a <violation>none</violation></reason><violation>1</violation>",
        "<reason>a</reason><violation>none</violation><reason>b</reason>",
        "<         reason>a</reason><violation>none</violation>",
        "<reason>a</reason><\u00A0violation>none</violation>",
        "<reason>a &lt;reason&gt; b</reason><violation>none</violation>",
        "<reason>a</reason><violation>1</violation>< violation >none< / violation >",
        "<reason>a</reason><violation>1</violation>\\<violation\\>none\\</violation\\>",
        "<reason>a</reason><violation>1 &lt;/violation&gt;</violation>",
        "&amp;lt;reason>a</reason><violation>none</violation>",
        "<reason id=\"1\">a</reason><violation>none</violation>",
        "<reaſon>a</reaſon><violation>none</violation>",
        "<reason>a</reason><vıolation>none</vıolation>",
        "‹reason›a‹/reason›‹violation›none‹/violation›"
      })
  void refusesAnAnswerThatDoesNotFollowTheProtocolCutAtAnyPlace(String answer) {
    IntStream.rangeClosed(0, answer.length())
        .forEach(
            cut ->
                assertEquals(
                    Optional.empty(),
                    read(answer.substring(0, cut), answer.substring(cut)).reply(),
                    "cut at " + cut));
  }

  @Test
  void showsTextAtOnceAndHoldsBackOnlyWhatMayBecomeATag() {
    AnswerReader reader = AnswerReader.ofVerdict("violation");

    assertEquals("", reader.take("Well, <rea"));
    assertEquals("Say", reader.take("son> \nSay"));
    assertEquals(" mo", reader.take(" mo</reaso"));
    assertEquals("</reasoned ", reader.take("ned "));
    assertEquals("x ", reader.take("x <"));
    assertEquals("", reader.take("/reason>"));
    assertEquals("", reader.take("<violation>1</violation>"));
  }

  @Test
  void holdsBackATagWithWhiteSpaceAndEscapes() {
    AnswerReader reader = AnswerReader.ofVerdict("violation");

    assertEquals("", reader.take("\\"));
    assertEquals("a", reader.take("< reason \\>a&l"));
    assertEquals("&l b ", reader.take(" b &lt"));
    assertEquals("&lt; c", reader.take("; c"));
    assertEquals("", reader.take("<        "));
    assertEquals("<         d", reader.take(" d"));
    assertEquals("", reader.take("</ reason  "));
    assertEquals("", reader.take("><violation>1</violation>"));
    assertEquals("1", reader.reply().orElseThrow().verdict());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<reason>Good.",
        "<reason>Good.</reason>",
        "Good.<violation>1",
        "<reason>a<reason>Good.</reason><violation>1",
        "<reason>Good.</reason><violation>1</violation><violation>2"
      })
  void nothingElseIsWholeWhereTheJudgeEndsByItself(String answer) {
    AnswerReader reader = AnswerReader.ofVerdict("violation");
    reader.take(answer);

    reader.finished();

    assertEquals(Optional.empty(), reader.reply());
  }

  @Test
  void aVerdictAtTheVeryEndIsWholeWhereTheJudgeEndsByItself() {
    AnswerReader reader = AnswerReader.ofVerdict("violation");
    reader.take("<reason>Good.</reason><violation>none");

    reader.finished();

    assertEquals(Optional.of(new Reply("Good.", "none")), reader.reply());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1, 3", "[1", "none</viol", ""})
  void aVerdictThatMightGoOnIsNoneWhereItIsLeftOpen(String verdict) {
    AnswerReader reader = AnswerReader.ofVerdict("violation");
    reader.take("<reason>Good.</reason><violation>" + verdict);

    reader.finished();

    assertEquals(Optional.empty(), reader.reply());
  }

  @Test
  void showsNothingOfACritiqueAfterItsTagsWentWrong() {
    Read read = read("<reason>a", "<reason>", "b", "</reason>");

    assertEquals(new Read("a", Optional.empty()), read);
  }

  @Test
  void readsAVeryLongAnswerInVeryManyPiecesWithoutReadingItAgain() {
    AnswerReader reader = AnswerReader.ofVerdict("violation");
    reader.take("<reason>");
    IntStream.range(0, 300_000).forEach(i -> reader.take("<"));
    reader.take("</reason><violation>none</violation>");

    assertTrue(reader.reply().isPresent());
  }

  private record Read(String shown, Optional<Reply> reply) {}

  private static Read read(String... pieces) {
    AnswerReader reader = AnswerReader.ofVerdict("violation");
    StringBuilder shown = new StringBuilder();
    for (String piece : pieces) {
      shown.append(reader.take(piece));
    }
    return new Read(shown.toString(), reader.reply());
  }
}
