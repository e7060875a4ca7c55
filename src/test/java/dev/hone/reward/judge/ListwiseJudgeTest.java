package dev.hone.reward.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Generation;
import dev.hone.refinement.Message;
import dev.hone.refinement.Subject;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListwiseJudgeTest {

  private static final Pattern SHOWN =
      Pattern.compile("(?s)## Answer (\\d)\n\n<(data-\\w+)>\n(.*?)\n</\\2>");

  private final ScriptedModel model = new ScriptedModel();
  private final Random chance = new Random(1);

  @Test
  void makesTheChosenAnswerTheBestWhereverItStood() {
    for (int i = 0; i < 20; i++) {
      model.answers("<reason>Clear.</reason><best>1</best>");

      Evaluation evaluation = evaluate(List.of("zero", "one", "two"), 1);

      int first = List.of("zero", "one", "two").indexOf(shown(i).get(0));
      assertEquals(first, evaluation.preferred());
      assertEquals(first == 2 ? 1 : 0, evaluation.score());
      assertEquals(
          IntStream.range(0, 3).mapToObj(n -> new Evaluation.Rank(n, n == first ? 1 : 0)).toList(),
          evaluation.ranks());
    }
  }

  @Test
  void showsAllCandidatesInOneCallInAnOrderOfChance() {
    Set<List<String>> orders = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      model.answers("<reason>Clear.</reason><best>1</best>");
      evaluate(List.of("zero", "one", "two"), 1);

      assertEquals(Set.of("zero", "one", "two"), new HashSet<>(shown(i)));
      orders.add(shown(i));
    }
    assertEquals(6, orders.size());
    assertEquals(60, model.requests().size());
  }

  @Test
  void tellsTheWriterWhichAnswerIsWhichDraft() {
    model.answers("<reason>Answer 2 is clear.</reason><best>2</best>");

    Evaluation evaluation = evaluate(List.of("zero", "one"), 0);

    int second = List.of("zero", "one").indexOf(shown(0).get(1)) + 1;
    assertTrue(
        evaluation.feedback().startsWith("Answer 2 is clear.\n\n(Answer 1 is draft "),
        evaluation.feedback());
    assertTrue(evaluation.feedback().contains("Answer 2 is draft " + second));
  }

  @Test
  void asksForACritiqueAloneWhereThereIsOneCandidate() {
    model.answers("<reason>Say more.</reason>");

    assertEquals(
        new Evaluation(
            null,
            List.of(new Evaluation.Detail("best_of", null, "Say more.")),
            null,
            null,
            "Say more.",
            ScriptedModel.USAGE,
            null),
        evaluate(List.of("zero"), null));
    assertTrue(!model.prompt(0).contains("<best>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "4",
        "-1",
        "Answer 2",
        "rubric 2",
        "1, 2",
        "1 and 2",
        "2.5",
        "2 (clearer)",
        "",
        "[]",
        "none",
        "two",
        "99999999999"
      })
  void takesOnlyANumberOfAnAnswerForAVerdict(String best) {
    String answer = "<reason>Hm.</reason><best>" + best + "</best>";
    model.answers(answer).answers(answer);

    Evaluation evaluation = evaluate(List.of("zero", "one", "two"), 0);

    assertEquals(Evaluation.failed(Usage.of(200, 20)), evaluation);
  }

  @ParameterizedTest
  @ValueSource(strings = {"**2**", "[2]", "2.", "\"2\"", "#2", "\n2\n", "`2`", "(2)"})
  void theNumberMayBeDressedUp(String best) {
    model.answers("<reason>Hm.</reason><best>" + best + "</best>");

    Evaluation evaluation = evaluate(List.of("zero", "one", "two"), 0);

    assertEquals(List.of("zero", "one", "two").indexOf(shown(0).get(1)), evaluation.preferred());
  }

  @Test
  void shufflesAnewWhenItAsksOnceMoreAndReadsTheVerdictInThatOrder() {
    for (int i = 0; i < 20; i++) {
      model.answers("no idea").answers("<reason>Clear.</reason><best>3</best>");

      Evaluation evaluation = evaluate(List.of("zero", "one", "two"), 0);

      assertEquals(
          List.of("zero", "one", "two").indexOf(shown(2 * i + 1).get(2)), evaluation.preferred());
    }
  }

  @Test
  void aNewestCandidateWithNothingInItLosesWithoutACall() {
    Evaluation evaluation = evaluate(List.of("zero", "one", " : "), 1);

    assertEquals(0.0, evaluation.score());
    assertEquals(1, evaluation.preferred());
    assertEquals(
        List.of(new Evaluation.Rank(0, 0), new Evaluation.Rank(1, 1), new Evaluation.Rank(2, 0)),
        evaluation.ranks());
    assertEquals(List.of(), model.requests());
  }

  @Test
  void neverShowsTheJudgeACandidateWithNothingInIt() {
    model.answers("<reason>Clear.</reason><best>2</best>");

    Evaluation evaluation = evaluate(List.of("zero", "...", "two"), 0);

    assertEquals(2, shown(0).size());
    assertEquals(List.of("zero", "...", "two").indexOf(shown(0).get(1)), evaluation.preferred());
  }

  @Test
  void leavesOutTheRubricsWhereThereAreNone() {
    model.answers("<reason>Clear.</reason><best>2</best>");

    evaluate(List.of("zero", "one"), 0);

    assertTrue(!model.prompt(0).contains("# Rubrics"));
    assertNull(model.requests().get(0).generation().temperature());
  }

  @Test
  void theOnlyOneThatSaysAnythingWinsWithACritique() {
    model.answers("<reason>Say more.</reason>");

    Evaluation evaluation = evaluate(List.of("...", "one"), 0);

    assertEquals(1, evaluation.preferred());
    assertEquals(1, evaluation.score());
    assertEquals(List.of(new Evaluation.Rank(0, 0), new Evaluation.Rank(1, 1)), evaluation.ranks());
    assertEquals("Say more.", evaluation.feedback());
  }

  @Test
  void theOnlyOneThatSaysAnythingHasNoScoreWhereItsCritiqueCouldNotBeRead() {
    model.answers("no idea").answers("no idea");

    Evaluation evaluation = evaluate(List.of("...", "one"), 0);

    assertEquals(1, evaluation.preferred());
    assertNull(evaluation.score());
  }

  @Test
  void theOnlyOneThatSaysAnythingWinsWithoutACallWhereItIsNotTheNewest() {
    Evaluation evaluation = evaluate(List.of("zero", "?!"), null);

    assertEquals(0, evaluation.preferred());
    assertEquals(List.of(), model.requests());
  }

  @Test
  void theOthersAreComparedWhereTheNewestSaysNothingAndNoneHasWonYet() {
    model.answers("<reason>Clear.</reason><best>1</best>");

    Evaluation evaluation = evaluate(List.of("zero", "one", ""), null);

    assertEquals(List.of("zero", "one").indexOf(shown(0).get(0)), evaluation.preferred());
    assertEquals(0, evaluation.score());
  }

  private List<String> shown(int call) {
    List<String> answers = new ArrayList<>();
    SHOWN.matcher(model.prompt(call)).results().forEach(match -> answers.add(match.group(3)));
    return answers;
  }

  private Evaluation evaluate(List<String> candidates, Integer best) {
    JudgeSettings settings =
        new JudgeSettings("Judge.", "", List.of(), List.of(), Generation.DEFAULT);
    Subject subject =
        new Subject(List.of(Message.user("Why?")), candidates, candidates.size() - 1, best, null);
    AssertSubscriber<Assessment> watcher =
        new ListwiseJudge("best_of", settings, model, chance)
            .evaluate(subject)
            .subscribe()
            .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE))
            .assertCompleted();
    return ((Assessment.Verdict) watcher.getLastItem()).evaluation();
  }
}
