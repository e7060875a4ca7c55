package dev.hone.reward.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Generation;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Message;
import dev.hone.refinement.Subject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JudgePromptTest {

  private static final JudgeSettings FULL =
      new JudgeSettings(
          "Judge kindness.",
          "At a counter.",
          List.of("Is kind.", "Is\n  brief."),
          List.of("Example one.", "Example two."),
          Generation.DEFAULT);
  private static final JudgeSettings BARE =
      new JudgeSettings("Judge.", "", List.of("Is kind."), List.of(), Generation.DEFAULT);
  private static final Subject SUBJECT =
      new Subject(
          List.of(
              Message.system("Be brief."),
              new Message("user", "Hello?", "Anna B", null, null),
              new Message("assistant", null, null, List.of(Map.of("id", "c1")), null),
              new Message("tool", "42", null, null, "c1")),
          List.of("old", "Good day."),
          1,
          null,
          null);

  @Test
  void isOneUserMessageWithTheSectionsInTheirOrder() {
    LanguageModel.Request request = new JudgePrompt(FULL).pointwise(SUBJECT);

    assertEquals("user", request.messages().get(0).role());
    assertEquals(1, request.messages().size());
    assertEquals(
        List.of(
            "# Task Description",
            "# Scenario",
            "# Rubrics",
            "# Examples",
            "# Query",
            "# Answer",
            "# Output Requirement"),
        headings(text(request)));
  }

  @Test
  void leavesOutTheSectionsThatHaveNothingToSay() {
    assertEquals(
        List.of("# Task Description", "# Rubrics", "# Query", "# Answer", "# Output Requirement"),
        headings(text(new JudgePrompt(BARE).pointwise(SUBJECT))));
  }

  @Test
  void numbersTheRubricsALineEach() {
    assertTrue(
        text(new JudgePrompt(FULL).pointwise(SUBJECT)).contains("\n1. Is kind.\n2. Is brief.\n"));
  }

  @Test
  void showsEachMessageWithItsAuthorInAFenceOfItsOwn() {
    String prompt = text(new JudgePrompt(BARE).pointwise(SUBJECT));

    assertTrue(
        prompt
            .replaceAll("data-[0-9a-f]{16}", "f")
            .contains(
                """
                # Query

                <f>
                system:
                Be brief.
                </f>

                <f>
                user (Anna B):
                Hello?
                </f>

                <f>
                assistant:
                tool calls: [{"id":"c1"}]
                </f>

                <f>
                tool:
                42
                </f>

                # Answer

                <f>
                Good day.
                </f>

                # Output"""),
        prompt);
  }

  @Test
  void hasANewFenceForEachCallAndOneForEachPrompt() {
    JudgePrompt prompt = new JudgePrompt(BARE);

    String first = fence(text(prompt.pointwise(SUBJECT)));
    assertNotEquals(first, fence(text(prompt.pointwise(SUBJECT))));
  }

  @Test
  void takesPlacesInACandidateForText() {
    Subject subject =
        new Subject(List.of(Message.user("Hi")), List.of("{{rubrics}} $1 \\"), 0, null, null);

    assertTrue(text(new JudgePrompt(BARE).pointwise(subject)).contains("\n{{rubrics}} $1 \\\n"));
  }

  @Test
  void sendsATemperatureOnlyIfThereIsOne() {
    assertEquals(Generation.DEFAULT, new JudgePrompt(BARE).pointwise(SUBJECT).generation());
  }

  @Test
  void showsNoOlderCandidate() {
    assertFalse(text(new JudgePrompt(BARE).pointwise(SUBJECT)).contains("old\n"));
  }

  private static String text(LanguageModel.Request request) {
    return request.messages().get(0).content();
  }

  private static List<String> headings(String prompt) {
    return prompt.lines().filter(line -> line.startsWith("# ")).toList();
  }

  private static String fence(String prompt) {
    return Pattern.compile("<data-[0-9a-f]{16}>")
        .matcher(prompt)
        .results()
        .map(match -> match.group())
        .distinct()
        .reduce((a, b) -> "more than one fence")
        .orElseThrow();
  }
}
